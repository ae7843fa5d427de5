import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runHapi } from './hapi';
import { wireOf, type PeerMessage } from './messages';
import type { Values } from './our-reading';

/** One message as HAPI reads it. */
export interface TheirReading {
  readonly values: Values;
  /** By place, such as `2 PID-7`: a time as `2026-01-05T10:57:02`, with the offset behind it if one was told, or `none`. */
  readonly times: Values;
  readonly refused?: string;
}

const unescaped = (text: string): string =>
  text.replace(/\\([\\tnr])/g, (_, code: string) => ({ t: '\t', n: '\n', r: '\r' })[code] ?? '\\');

/** Has HAPI read messages from the bytes on the wire: its framing, its character sets, its parser. */
export async function theirReadings(messages: readonly PeerMessage[]): Promise<readonly TheirReading[]> {
  const folder = await mkdtemp(join(tmpdir(), 'flow-peers-'));
  try {
    const [frames, out] = [join(folder, 'frames'), join(folder, 'values.tsv')];
    await writeFile(frames, wireOf(messages));
    const printed = await runHapi('Read', frames, out);
    expect(printed).toStrictEqual([`read ${messages.length}`]);
    return readingsIn(await readFile(out, 'utf8'), messages.length);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function readingsIn(text: string, count: number): readonly TheirReading[] {
  const readings = Array.from({ length: count }, () => ({
    values: new Map<string, string>(),
    times: new Map<string, string>(),
    refused: [] as string[],
  }));
  for (const line of text.split('\n')) {
    const [number, place = '', value = ''] = line.split('\t');
    const reading = number === undefined || place === '' ? undefined : readings[Number(number)];
    if (place === 'refused') reading?.refused.push(value);
    else if (place.endsWith(' time')) reading?.times.set(place.slice(0, -5), value);
    else reading?.values.set(place, place.includes('-') ? unescaped(value) : '');
  }
  return readings.map(({ refused: [refused], ...read }) => ({ ...read, ...(refused !== undefined && { refused }) }));
}
