import { londonOffsetMinutes } from './clock-changes';
import { dateTime, type DateTimeText } from './date-time';
import { epochMsOf, instantOfEpochMs, type Instant } from './instant';
import { addDays, localDate, type LocalDate } from './local-date';
import { localTime, type LocalTime } from './local-time';

/** The instants at which London's clocks show a wall time: two when they go back, none when they go forward. */
export type LondonReading =
  | { readonly kind: 'one'; readonly at: Instant }
  | { readonly kind: 'two'; readonly first: Instant; readonly second: Instant }
  | { readonly kind: 'none' };

const MINUTE_MS = 60_000;
const FORM = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{3})?)?$/;

/** What a clock on the ward shows: `2026-07-01T09:30:00.000`, without an offset. */
export function londonWallClock(at: Instant): string {
  const ms = epochMsOf(at);
  return new Date(ms + londonOffsetMinutes(ms) * MINUTE_MS).toISOString().slice(0, -1);
}

/** The calendar day in London: a bed state's midnight is London's. */
export const londonDateOf = (at: Instant): LocalDate => localDate(londonWallClock(at).slice(0, 10));

export const londonTimeOf = (at: Instant): LocalTime => localTime(londonWallClock(at).slice(11, 16));

function epochMsAsIfUtc(local: string): number {
  const text = local.replace(' ', 'T');
  const ms = FORM.test(local) ? Date.parse(text.length === 16 ? `${text}:00Z` : `${text}Z`) : Number.NaN;
  // 31 June and 24:00 would be read as the next day.
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(text)) {
    throw new RangeError('Not a wall time such as 2026-01-31T09:30:00.');
  }
  return ms;
}

/**
 * The instants at which London's clocks show `2026-01-31T09:30`, `…:00` or `…:00.000`; a space may stand for the T. The caller
 * must say what it does with two and with none. Throws RangeError on other text and on a day that does not exist.
 */
export function readLondon(local: string): LondonReading {
  const asIfUtc = epochMsAsIfUtc(local);
  // The offsets of the day before and the day after: wherever the clocks change between, both are tried.
  const offsets = new Set([asIfUtc - 86_400_000, asIfUtc + 86_400_000].map(londonOffsetMinutes));
  const [first, second] = [...offsets]
    .map((offset) => ({ offset, ms: asIfUtc - offset * MINUTE_MS }))
    .filter(({ offset, ms }) => londonOffsetMinutes(ms) === offset)
    .map(({ ms }) => ms)
    .sort((a, b) => a - b);
  if (first === undefined) return { kind: 'none' };
  if (second === undefined) return { kind: 'one', at: instantOfEpochMs(first) };
  return { kind: 'two', first: instantOfEpochMs(first), second: instantOfEpochMs(second) };
}

/** One instant whatever the clocks do: the first of two; where there is none, as a clock not yet put forward would say. */
function soonest(local: string): Instant {
  const reading = readLondon(local);
  if (reading.kind === 'one') return reading.at;
  return reading.kind === 'two' ? reading.first : instantOfEpochMs(epochMsAsIfUtc(local));
}

/** The first instant of that day in London. The day has 23, 24 or 25 hours. */
export const startOfLondonDay = (date: LocalDate): Instant => soonest(`${date}T00:00`);

/**
 * The same wall time so many London calendar days later or earlier. In an hour that the day has twice, the first; where the day
 * does not have it, an hour later on the clock.
 */
export function addLondonDays(at: Instant, days: number): Instant {
  const wall = londonWallClock(at);
  return soonest(`${addDays(localDate(wall.slice(0, 10)), days)}${wall.slice(10)}`);
}

/** The instant as RFC 3339 with London's offset: `2026-07-01T09:30:00.000+01:00`, in winter `…+00:00`. */
export function londonDateTime(at: Instant): DateTimeText {
  const offset = londonOffsetMinutes(epochMsOf(at));
  const hours = Math.trunc(Math.abs(offset) / 60);
  const minutes = Math.trunc(Math.abs(offset) % 60);
  const two = (part: number): string => String(part).padStart(2, '0');
  // Before 1847 London kept its own minutes; an offset of seconds cannot be written.
  if (!Number.isInteger(offset)) return dateTime(at);
  return dateTime(`${londonWallClock(at)}${offset < 0 ? '-' : '+'}${two(hours)}:${two(minutes)}`);
}
