/** A time as HL7 writes it (TS, HL7 v2.4 §2.9.47): a wall time, how exactly it was told, and the offset if one was written. */
export type ReadTimestamp =
  | {
      readonly kind: 'time';
      /** `2026-01-05T10:57:02.000`; parts that were not told are the first of their kind. */
      readonly local: string;
      readonly precision: 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second';
      /** Minutes east of UTC, as written after `+` or `-`. */
      readonly offsetMinutes?: number;
    }
  /** All zeros, a 31 June, an hour 25: text that is shaped like a time and is none. */
  | { readonly kind: 'impossible' };

const SHAPE =
  /^(\d{4})-?(\d\d)?-?(\d\d)?[T ]?(?:(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?)?\s*([+-]\d\d:?\d\d|Z)?$/;
const PRECISIONS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;
const FIRST = ['0000', '01', '01', '00', '00', '00'] as const;

/** Reads what senders write: `20260105`, `20260105105702.123+0000`, `2026-01-05 10:57:02`. Undefined: shaped like no time. */
export function readTimestamp(text: string): ReadTimestamp | undefined {
  const match = SHAPE.exec(text.trim().replace(/[+-]$/, ''));
  if (!match) return undefined;
  const told: readonly (string | undefined)[] = match.slice(1, 7);
  const count = told.indexOf(undefined);
  const precision = PRECISIONS[(count < 0 ? PRECISIONS.length : count) - 1];
  if (precision === undefined) return undefined;
  const [year, month, day, hour, minute, second] = FIRST.map((first, index) => told[index] ?? first);
  const fraction = (match[7] ?? '').padEnd(3, '0').slice(0, 3);
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}`;
  if (!exists(local) || Number(year) === 0) return { kind: 'impossible' };
  const offsetMinutes = offsetOf(match[8]);
  return { kind: 'time', local, precision, ...(offsetMinutes !== undefined && { offsetMinutes }) };
}

function exists(local: string): boolean {
  const parsed = new Date(`${local}Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString() === `${local}Z`;
}

function offsetOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (text === 'Z') return 0;
  const digits = text.replace(/\D/g, '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return text.startsWith('-') ? -minutes : minutes;
}

/** Writes a wall time (`2026-01-05T10:57:02…`) to the second, without an offset, as feeds in England do. */
export const writeTimestamp = (local: string): string => local.slice(0, 19).replace(/\D/g, '');
