import type { Brand } from '../values/brand';

/** A time of day on a wall clock, to the minute, `09:30`; midnight is `00:00`. */
export type LocalTime = Brand<'LocalTime'>;

const isLocalTime = (text: string): text is LocalTime => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** Parses exactly that form. Throws RangeError on any other text. */
export function localTime(text: string): LocalTime {
  if (!isLocalTime(text)) throw new RangeError('Not a time of day such as 09:30.');
  return text;
}
