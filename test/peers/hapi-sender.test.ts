import { readHospital } from '@flow/app/setup/read-hospital';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certain } from '../product/certain';
import { openTestHospital, type Occupancy, type TestHospital } from '../product/hospital';
import { freePort } from '../product/free-port';
import { runHapi, startHapi } from './hapi';
import { hospitalDays, publicMessages, wireOf, type PeerMessage } from './messages';

/** HAPI as a sender: it writes the messages anew from its own model, waits for each answer, and judges it. */
const SMALL_HOSPITAL = join(__dirname, '..', 'data', 'small-hospital');

let hospital: TestHospital;
let folder: string;
beforeEach(async () => {
  hospital = await openTestHospital();
  folder = await mkdtemp(join(tmpdir(), 'flow-peers-'));
});
afterEach(async () => {
  await hospital.close();
  await rm(folder, { recursive: true });
});

async function written(messages: readonly PeerMessage[]): Promise<string> {
  const file = join(folder, 'frames');
  await writeFile(file, wireOf(messages));
  return file;
}

/** What the board shows when our own sender tells the same in its order, over one connection. */
async function occupancyInOrder(messages: readonly PeerMessage[]): Promise<Occupancy> {
  const other = await openTestHospital();
  try {
    await other.start();
    expect(await other.feed(messages.map(({ bytes }) => bytes.toString()))).toBe(messages.length);
    await other.settled();
    await other.saysItsAge('');
    return await other.occupancy();
  } finally {
    await other.close();
  }
}

it('sends days of a hospital over four connections, also while the product is killed and started again', async () => {
  const messages = hospitalDays(readHospital(SMALL_HOSPITAL), 10);
  const occupancy = await occupancyInOrder(messages);
  const env = { IPM_PORT: String(await freePort()) };
  await hospital.start({ env });
  const sender = startHapi('Send', env.IPM_PORT, await written(messages), '4', 'strict');
  await certain('half of it is answered', 60_000, () => {
    if (sender.process.exitCode !== null) throw new Error(sender.lines().join('\n'));
    return sender.lines().includes('answered 100') ? true : undefined;
  });
  await hospital.product().kill();
  await hospital.start({ env });
  expect([await sender.ended, ...sender.lines().slice(-3)]).toStrictEqual([
    0,
    'reconnected true',
    'unwritten 0',
    `answers {CA=${messages.length}}`,
  ]);
  await hospital.settled();
  await hospital.shows(occupancy);
});

/** HL7 has acknowledgements answered by nobody: a sender that waits for one would wait for ever. */
const isAnswered = ({ bytes }: PeerMessage): boolean => !/^MSH(?:\|[^|\r]*){7}\|ACK/.test(bytes.toString('latin1'));

it('gets an answer of its own for each of the public messages', async () => {
  await hospital.start();
  const messages = publicMessages().filter(isAnswered);
  const port = String(hospital.product().mllp['corpora'] ?? 0);
  const printed = await runHapi('Send', port, await written(messages), '1', 'loose');
  // Two have an MSH-2 of more than four characters, which HAPI reads and does not write.
  expect(printed.slice(-3)).toStrictEqual(['reconnected false', 'unwritten 2', 'answers {AA=217}']);
  await hospital.settled();
});
