import { epochMsOf, type Instant } from '@flow/platform/time/instant';
import { londonWallClock } from '@flow/platform/time/london';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Younger than this, the time alone is told. */
const OLD_MS = 5 * MINUTE_MS;
/** Two machines' clocks that agree by their time service still differ by so much. */
const CLOCKS_DIFFER_MS = 10 * SECOND_MS;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day where it is not today's, the year where it is not this year's: `28 Nov `. */
function dayOf(wall: string, today: string): string {
  if (wall.slice(0, 10) === today.slice(0, 10)) return '';
  const year = wall.slice(0, 4) === today.slice(0, 4) ? '' : `${wall.slice(0, 4)} `;
  return `${Number(wall.slice(8, 10))} ${MONTHS[Number(wall.slice(5, 7)) - 1] ?? ''} ${year}`;
}

/** `12 s`, `7 min`, `1 h 59 min`, `26 h`, `3 days`: never more than it is. */
export function spanInWords(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  const hours = Math.floor(ms / HOUR_MS);
  if (hours < 10) return `${hours} h ${Math.floor((ms % HOUR_MS) / MINUTE_MS)} min`;
  return hours < 48 ? `${hours} h` : `${Math.floor(ms / DAY_MS)} days`;
}

/** How a time stands to now, in milliseconds: neither while it is a few minutes old at most. */
export function howOld(at: Instant, now: Instant): { readonly oldMs?: number; readonly aheadMs?: number } {
  const ms = epochMsOf(now) - epochMsOf(at);
  if (ms < -CLOCKS_DIFFER_MS) return { aheadMs: -ms };
  return ms >= OLD_MS ? { oldMs: ms } : {};
}

/**
 * London's clock at that time, as nobody can take it for another: `12:03:04`; `28 Nov 14:12:25, 26 h ago`;
 * `16:30:00, IN THE FUTURE by 18 min`.
 */
export function tellTime(at: Instant, now: Instant): string {
  const wall = londonWallClock(at);
  const told = `${dayOf(wall, londonWallClock(now))}${wall.slice(11, 19)}`;
  const { oldMs, aheadMs } = howOld(at, now);
  if (aheadMs !== undefined) return `${told}, IN THE FUTURE by ${spanInWords(aheadMs)}`;
  return oldMs === undefined ? told : `${told}, ${spanInWords(oldMs)} ago`;
}
