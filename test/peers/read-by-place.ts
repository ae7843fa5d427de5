import type { TheirReading } from './their-reading';

/** Null is HL7's `""`, undefined what was not told. */
export type Read = string | null | undefined;

/** A line of a message as HAPI reads it. */
export interface ReadLine {
  readonly index: number;
  readonly name: string;
  /** Without blanks around it. */
  get(field: number, component?: number, repetition?: number): Read;
  /** How many repetitions hold anything, empty ones between them counted. */
  repetitions(field: number): readonly number[];
  /** As HAPI reads a time: see TheirReading. */
  time(field: number): string | undefined;
}

/** The lines of a message, looked up in HAPI's reading alone. */
export function linesOf({ values, times }: TheirReading): readonly ReadLine[] {
  const lines = [...values.keys()].filter((place) => !place.includes('-'));
  return lines.map((place): ReadLine => {
    const [index = '', name = ''] = place.split(' ');
    const counts = repetitionCounts(values.keys(), `${place}-`);
    return {
      index: Number(index),
      name,
      get: (field, component = 1, repetition = 1) =>
        readAs(values.get(`${place}-${field}(${repetition}).${component}.1`)),
      repetitions: (field) => Array.from({ length: counts.get(field) ?? 0 }, (_, at) => at + 1),
      time: (field) => times.get(`${place}-${field}`),
    };
  });
}

function repetitionCounts(places: Iterable<string>, prefix: string): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const place of places) {
    const [, field, repetition] = place.startsWith(prefix) ? (/-(\d+)\((\d+)\)/.exec(place) ?? []) : [];
    if (field !== undefined) counts.set(Number(field), Math.max(counts.get(Number(field)) ?? 0, Number(repetition)));
  }
  return counts;
}

function readAs(text: string | undefined): Read {
  if (text === '""') return null;
  const trimmed = text?.trim();
  return trimmed === '' ? undefined : trimmed;
}
