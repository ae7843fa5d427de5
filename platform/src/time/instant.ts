import type { Brand } from '../values/brand';

/** A moment in UTC, always written as `2026-01-31T09:30:00.000Z`, so that text order is time order. */
export type Instant = Brand<'Instant'>;

/** Parses exactly that form. Throws RangeError on any other text. */
export function instant(text: string): Instant {
  const parsed = new Date(text);
  if (Number.isNaN(parsed.getTime()) || parsed.toISOString() !== text) {
    throw new RangeError('Not a UTC instant with milliseconds.');
  }
  return text as Instant;
}

/** The instant of a count of milliseconds since 1970. */
export const instantOfEpochMs = (ms: number): Instant => instant(new Date(ms).toISOString());

export const epochMsOf = (at: Instant): number => Date.parse(at);

export const laterBy = (at: Instant, ms: number): Instant => instantOfEpochMs(epochMsOf(at) + ms);
