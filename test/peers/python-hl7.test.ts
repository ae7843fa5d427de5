import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { admissions } from '../product/adt';
import { admitted, openTestHospital, type TestHospital } from '../product/hospital';

/** Debian's python3-hl7: its `mllp_send` sends files of several messages, and prints each answer that it gets. */
const run = promisify(execFile);
const START = '\x0b';
const END = '\x1c\r';

let hospital: TestHospital;
let folder: string;
beforeAll(async () => {
  hospital = await openTestHospital();
  await hospital.start();
  folder = await mkdtemp(join(tmpdir(), 'flow-peers-'));
});
afterAll(async () => {
  await hospital.close();
  await rm(folder, { recursive: true });
});

/** What it printed of the answers: code and number of each. */
async function mllpSend(text: string, ...options: readonly string[]): Promise<readonly string[]> {
  const file = join(folder, 'messages.hl7');
  await writeFile(file, text);
  const port = String(hospital.product().mllp['ipm'] ?? 0);
  const args = [...options, '--port', port, '--file', file, '127.0.0.1'];
  const { stdout } = await run('mllp_send', args, { timeout: 30_000, encoding: 'latin1' });
  expect(stdout.split(START).length - 1).toBe(stdout.split(END).length - 1);
  return [...stdout.matchAll(/\rMSA\|([^|\r]*)\|([^|\r]*)/g)].map(([, code, id]) => `${code} ${id}`);
}

const answers = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, index) => `CA AW1${from + index + 1}`);

const all = admissions(9);

it('a file of framed messages is answered and applied, each', async () => {
  const text = all.slice(0, 3).map((message) => `${START}${message}${END}`);
  expect(await mllpSend(text.join(''))).toStrictEqual(answers(0, 3));
  await hospital.shows(admitted(3));
});

it('so is a file that has form feeds between its messages', async () => {
  const text = all.slice(3, 6).map((message) => `${message}\f`);
  expect(await mllpSend(text.join(''))).toStrictEqual(answers(3, 6));
  await hospital.shows(admitted(6));
});

it('so is a text file with the line ends of Windows', async () => {
  const text = all.slice(6).map((message) => message.replaceAll('\r', '\r\n'));
  expect(await mllpSend(text.join(''), '--loose')).toStrictEqual(answers(6, 9));
  await hospital.shows(admitted(9));
});

it('the same file again is answered as before, and changes nothing', async () => {
  const text = all.map((message) => message.replaceAll('\r', '\n'));
  expect(await mllpSend(text.join(''), '--loose')).toStrictEqual(answers(0, 9));
  await hospital.settled();
  await hospital.shows(admitted(9));
  expect(await hospital.applied(9)).toHaveLength(9);
});
