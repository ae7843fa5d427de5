import { londonText } from '@flow/app/demonstration/london-text';
import { wardPlans } from '@flow/app/demonstration/ward-plans';
import type { Hospital } from '@flow/app/setup/read-hospital';
import { between, fill } from '@flow/demo/generator/a-day';
import { openPas } from '@flow/demo/generator/hospital-days';
import { framed } from '@flow/ipm/adapters/mllp/frame-scanner';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

const MONDAY = Date.parse('2026-01-05T00:00:00.000Z');
const DAY_MS = 86_400_000;

export interface PeerMessage {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The public messages, by their file. */
export function publicMessages(): readonly PeerMessage[] {
  const folder = join(__dirname, '..', 'data', 'hl7');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hl7'))
    .sort()
    .map((file) => ({ name: file.split(sep).join('/'), bytes: readFileSync(join(folder, file)) }));
}

/** So many days of a hospital from its first patient on, as its PAS sends them. */
export function hospitalDays(hospital: Hospital, days: number, seed = 1948): readonly PeerMessage[] {
  const pas = openPas({ wards: wardPlans(hospital), seed, londonText });
  const happenings = [...fill(pas, MONDAY), ...between(pas, MONDAY, MONDAY + days * DAY_MS)];
  return happenings
    .flatMap(({ messages }) => messages)
    .map((text, index) => ({ name: `day ${index + 1}`, bytes: Buffer.from(text) }));
}

/** As they go over a wire, one after the other. */
export const wireOf = (messages: readonly PeerMessage[]): Buffer =>
  Buffer.concat(messages.map(({ bytes }) => framed(bytes)));
