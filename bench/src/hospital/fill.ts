import { londonText } from '@flow/app/demonstration/london-text';
import { wardPlans } from '@flow/app/demonstration/ward-plans';
import { readHospital } from '@flow/app/setup/read-hospital';
import { fill } from '@flow/demo/generator/a-day';
import { openPas, type Pas } from '@flow/demo/generator/hospital-days';
import { join } from 'node:path';
import type { Bench } from '../harness/bench';
import { mllpLoad } from '../harness/mllp-load';

const ROOT = join(__dirname, '..', '..', '..');

/** A hospital of 774 beds in 40 wards, and one of 20 in two for quick runs. */
export const hospitalFolder = ({ quick }: Pick<Bench, 'quick'>): string =>
  quick ? join(ROOT, 'test', 'data', 'small-hospital') : join(ROOT, 'demo', 'hospital');

/** What a process of the product is told to have that hospital. */
export const hospitalEnv = (bench: Pick<Bench, 'quick'>) => ({ HOSPITAL_DIR: hospitalFolder(bench) });

const CONNECTIONS = 16;

/** A simulated PAS of that hospital, the same for the same seed. `empty`: a ward that it sends nobody to. */
export function simulatedPas(bench: Pick<Bench, 'quick'>, { empty }: { readonly empty?: string } = {}): Pas {
  const wards = wardPlans(readHospital(hospitalFolder(bench))).filter(({ code }) => code !== empty);
  return openPas({ wards, seed: 1948, londonText });
}

/** The messages that fill it, as a PAS sends them over some days. */
export const fillingMessages = (pas: Pas, atMs: number): string[] =>
  [...fill(pas, atMs)].flatMap(({ messages }) => messages);

/** The control id of a message. */
export const controlIdOf = (message: string): string => message.slice(0, message.indexOf('\r')).split('|')[9] ?? '';

/** Sends them through the interface as fast as it takes them. Rejects when one is not accepted. */
export async function sendAll(port: number, messages: readonly string[], connections = CONNECTIONS): Promise<number> {
  const { wrong, wallMs } = await mllpLoad({
    ...{ port, connections, inFlight: 1, messages: messages.length },
    message: (index) => {
      const text = messages[index] ?? '';
      return { bytes: Buffer.from(text, 'utf8'), controlId: controlIdOf(text) };
    },
  });
  if (wrong > 0) throw new Error(`${wrong} of ${messages.length} messages were not accepted.`);
  return wallMs;
}
