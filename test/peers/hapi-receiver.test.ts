import { splitMessages } from '@flow/app/feed/split-messages';
import { decodeWindows1252 } from '@flow/ipm/domain/hl7/windows-1252';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { certain } from '../product/certain';
import { startHapi, type RunningHapi } from './hapi';
import { publicMessages, type PeerMessage } from './messages';

/** HAPI's server judges what `npm run feed` puts on the wire, and answers it. */
const ROOT = join(__dirname, '..', '..');
const run = promisify(execFile);

let folder: string;
let receiver: RunningHapi;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flow-peers-'));
  receiver = startHapi('Receive', join(folder, 'received'));
});
afterAll(async () => {
  receiver.process.kill();
  await receiver.ended;
  await rm(folder, { recursive: true });
});

/** HAPI takes what has a number in MSA-2 for an answer, and answers it no more than we do. */
const isAnAnswer = ({ bytes }: PeerMessage): boolean => /\rMSA\|[^|\r]*\|[^|\r]/.test(bytes.toString('latin1'));

/** As the feed takes it from its file, and Receive.java writes it down. */
const asReceived = ({ bytes }: PeerMessage): string =>
  decodeWindows1252(splitMessages(bytes)[0] ?? bytes)
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\t');

it('receives every message as it stands in its file, and the feed takes its answers', async () => {
  const port = await certain('HAPI listens', 30_000, () => {
    const [, number] =
      receiver
        .lines()
        .find((line) => line.startsWith('listening'))
        ?.split(' ') ?? [];
    return number;
  });
  const args = ['run', '--silent', 'feed', '--', 'test/data/hl7', '--to', `127.0.0.1:${port}`];
  const { stdout } = await run('npm', args, { cwd: ROOT, timeout: 90_000 });
  const sent = publicMessages().filter((message) => !isAnAnswer(message));
  const counts = `${sent.length} AA, 0 AE, 0 AR, ${225 - sent.length} asked for no acknowledgement, 0 unanswered`;
  expect(stdout).toBe(`sent 225: ${counts}\n`);
  receiver.process.stdin.end();
  expect(await receiver.ended).toBe(0);
  const received = await readFile(join(folder, 'received'), 'utf8');
  // It takes several at once, so in another order.
  const left = new Set(received.split('\n'));
  expect(sent.filter((message) => !left.has(asReceived(message))).map(({ name }) => name)).toStrictEqual([]);
  expect(receiver.lines().at(-1)).toBe(`received ${sent.length}`);
});
