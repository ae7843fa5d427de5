import { laterBy, type Instant } from './instant';

/** Clocks of machines that agree well enough may still be so far apart. */
const APART_MS = 5000;

/**
 * A time that a wall clock gave earlier, as far as the wall clock of now lets anybody believe it. One a little ahead is now; one
 * further ahead was given by a clock that has been set back since: nobody can say when it was, so it is undefined.
 */
export function believed(at: Instant | undefined, now: Instant): Instant | undefined {
  if (at === undefined || at <= now) return at;
  return at <= laterBy(now, APART_MS) ? now : undefined;
}
