import { readFileSync } from 'node:fs';

/** What crash-points.js writes into the file of WRITES_TO. */
export interface Write {
  /** As crash-points.js names it. */
  readonly what: string;
  /** Of the stream, collection or topic. */
  readonly name: string;
}

export const writesIn = (file: string): readonly Write[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({ what: line.slice(0, line.indexOf(' ')), name: line.slice(line.indexOf(' ') + 1) }));

/** Streams of one category are written alike. */
const prefixOf = ({ what, name }: Write): string =>
  what === 'append' || what === 'remove' ? `${name.split('-')[0]}-` : name;

/** How often each is written, by kind and stream category, collection or topic, in the order in which they first are. */
export function countsOf(writes: readonly Write[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const write of writes) {
    const place = write.what === 'ack' ? 'ack' : `${write.what} ${prefixOf(write)}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return counts;
}

/** The moments before and after the nth write of a place. */
export function pointsAt(place: string, nth: number): { readonly before: string; readonly after: string } {
  const [what = '', prefix] = place.split(' ');
  const at = (when: string): string => [what, when, ...(prefix === undefined ? [] : [prefix]), nth].join(':');
  return { before: at('before'), after: at('after') };
}
