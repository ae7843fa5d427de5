import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomIds } from '@flow/platform/ids/ids';
import { recordingLog } from '@flow/platform/telemetry/testing';
import { systemClock } from '@flow/platform/time/clock';
import { createReceiver } from '../../application/receive';
import { framed } from './frame-scanner';
import { startListeners, type RunningListeners } from './start-listeners';
import { codes, connectPeer, memoryInbox, recordedObserver } from './testing';

const frame = (id: string) => framed(Buffer.from(`MSH|^~\\&|iPM|iIE|F|R|20260105||ADT^A01|${id}|P|2.4\rPID|1\r`));

let folder: string;
let running: RunningListeners | undefined;
const { log, lines } = recordingLog();
const { entries, inbox } = memoryInbox();

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flow-partners-'));
  lines.length = 0;
});
afterEach(async () => {
  await running?.stop();
  running = undefined;
  rmSync(folder, { recursive: true });
});

function write(name: string, more: object = {}) {
  const told = { name, listen: { port: 0 }, hospitalNumber: { authority: 'RXX' }, ...more };
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(told));
}

async function start({ pollMs = 60_000 } = {}) {
  const receiver = createReceiver({ inbox, clock: systemClock, ids: randomIds, hl7Time: () => '20260105105702' });
  const { observer } = recordedObserver();
  running = await startListeners({ folder, receiver, observer, clock: systemClock, log, pollMs });
  return running;
}

const portOf = (name: string) => running?.states().find(({ partner }) => partner === name)?.port ?? 0;

async function ask(name: string, id: string): Promise<readonly string[]> {
  const peer = await connectPeer(portOf(name));
  await peer.send(frame(id));
  const replies = codes(await peer.replies(1));
  peer.socket.destroy();
  return replies;
}

test('each partner has its port and its own rules', async () => {
  write('corpora', { ackMode: 'always-AA' });
  write('ipm', { ackMode: 'always-CA' });
  const { readiness, states } = await start().then((links) => ({
    readiness: links.readiness(),
    states: links.states(),
  }));
  expect(await ask('corpora', '1')).toStrictEqual(['AA:1']);
  expect(await ask('ipm', '2')).toStrictEqual(['CA:2']);
  expect(entries.map(({ partner }) => partner)).toStrictEqual(['corpora', 'ipm']);
  expect([readiness, states.map(({ partner }) => partner)]).toStrictEqual([{ ready: true }, ['corpora', 'ipm']]);
});

test('a changed file is taken without a restart, on connections that are open too', async () => {
  write('ipm');
  const links = await start();
  const peer = await connectPeer(portOf('ipm'));
  await peer.send(frame('1'));
  await peer.replies(1);
  write('ipm', { ackMode: 'always-CA' });
  await links.refresh();
  await peer.send(frame('2'));
  expect(codes(await peer.replies(2))).toStrictEqual(['AA:1', 'CA:2']);
  peer.socket.destroy();
});

test('the folder is looked at again by itself', async () => {
  write('ipm');
  await start({ pollMs: 10 });
  write('ipm', { ackMode: 'always-CA' });
  let replies = await ask('ipm', '1');
  while (replies[0] === 'AA:1') replies = await ask('ipm', '1');
  expect(replies).toStrictEqual(['CA:1']);
});

test('a faulty file is refused with all its faults, once, and the old one stays', async () => {
  write('ipm', { ackMode: 'always-CA' });
  const links = await start();
  write('ipm', { ackMode: 'sometimes', defaultCharset: 'ebcdic' });
  await links.refresh();
  await links.refresh();
  expect(await ask('ipm', '1')).toStrictEqual(['CA:1']);
  const [state] = links.states();
  expect(state).toMatchObject({ listening: true });
  expect(state?.problem).toMatch(/^The file is refused: defaultCharset: .*; ackMode: /);
  expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
  write('ipm', { ackMode: 'always-AA' });
  await links.refresh();
  expect(await ask('ipm', '2')).toStrictEqual(['AA:2']);
  expect(links.states()[0]?.problem).toBeUndefined();
});

test('a faulty file at the start costs its own partner only, until it is put right', async () => {
  write('corpora');
  write('ipm', { ackMode: 'sometimes' });
  const links = await start();
  expect(await ask('corpora', '1')).toStrictEqual(['AA:1']);
  expect(links.readiness()).toStrictEqual({ ready: false, reason: 'A partner’s port is not open.' });
  write('ipm');
  await links.refresh();
  expect(links.readiness()).toStrictEqual({ ready: true });
  expect(await ask('ipm', '2')).toStrictEqual(['AA:2']);
});

test('partners come and go with their files; what was heard and configured is not forgotten', async () => {
  write('corpora');
  const links = await start();
  write('ipm', { ackMode: 'always-CA' });
  await links.refresh();
  await ask('ipm', '1');
  rmSync(path.join(folder, 'ipm.json'));
  await links.refresh();
  expect(links.states().map(({ partner }) => partner)).toStrictEqual(['corpora']);
  expect(links.config('ipm')?.ackMode).toBe('always-CA');
  write('ipm', { ackMode: 'always-AA' });
  await links.refresh();
  expect(links.states().find(({ partner }) => partner === 'ipm')?.lastHeardAt).toBeDefined();
});

test('a port of another partner names both files', async () => {
  write('corpora');
  const links = await start();
  const port = portOf('corpora');
  write('ipm', { listen: { port } });
  await links.refresh();
  expect(links.states().find(({ partner }) => partner === 'ipm')?.problem).toBe(
    `Port ${port} on 127.0.0.1, of partner ipm, is partner corpora’s, too. Change listen.port in ipm.json or in corpora.json.`,
  );
});

describe('a port of another program', () => {
  const other = createServer();
  let port: number;
  beforeAll(async () => {
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    port = typeof address === 'object' && address ? address.port : 0;
  });
  afterAll(() => void other.close());

  test('at the start is told with the remedy', async () => {
    write('ipm', { listen: { port } });
    await expect(start()).rejects.toThrow(
      `Port ${port} on 127.0.0.1, of partner ipm, is taken by another program. Stop that one, or change listen.port in ${path.join(folder, 'ipm.json')}.`,
    );
  });

  test('asked for later leaves the old one open', async () => {
    write('ipm');
    const links = await start();
    const before = portOf('ipm');
    write('ipm', { listen: { port } });
    await links.refresh();
    expect(portOf('ipm')).toBe(before);
    expect(links.states()[0]?.problem).toContain('is taken by another program');
    expect(await ask('ipm', '1')).toStrictEqual(['AA:1']);
  });
});
