import { instantOfEpochMs, type Instant } from '@flow/platform/time/instant';
import type { Age } from './board-document';
import { howOld, spanInWords, tellTime } from './tell-time';

export interface AgeLines {
  /** What nobody may overlook; absent while the board is complete up to a few minutes ago. */
  readonly alarm?: string;
  readonly lines: readonly string[];
}

/** In words short enough for a line of 80 together with the times. */
const REASONS: Readonly<Record<string, string>> = {
  PROJECTION_BEHIND: 'board behind',
  STORE_UNAVAILABLE: 'store away',
  LINK_DOWN: 'link down',
  LINK_UNSETTLED: 'messages in hand',
  LINK_UNKNOWN: 'link unknown',
  DETAILS_MISSING: 'names to come',
  PARKED_UNKNOWN: 'doubts unknown',
};

const instantOf = (text: string): Instant => instantOfEpochMs(Date.parse(text));

/** Of the two clocks the later: one that is slow must not make an old board look new. */
const laterOf = (a: Instant, b: Instant): Instant => (a > b ? a : b);

function alarmOf(completeUpTo: Instant, at: Instant, now: Instant): string | undefined {
  const { aheadMs } = howOld(completeUpTo, now);
  if (aheadMs !== undefined)
    return `This board is ${spanInWords(aheadMs)} AHEAD of this machine’s clock: one of the clocks is wrong.`;
  const { oldMs } = howOld(completeUpTo, laterOf(at, now));
  return oldMs === undefined ? undefined : `OLD: ${spanInWords(oldMs)}. What has happened since is not on this board.`;
}

/** Up to when the board is complete and why no further; on one line where there is room. `now` is this machine's clock. */
export function ageLines(age: Age, now: Instant, width: number): AgeLines {
  const at = instantOf(age.at);
  const told = (text: string): string => {
    const time = instantOf(text);
    return tellTime(time, time > now ? now : laterOf(at, now));
  };
  const reasons = age.reasons.map((reason) => REASONS[reason] ?? reason).join(', ');
  const why = reasons === '' ? '' : ` (${reasons})`;
  const heard = age.lastHeardAt === null ? undefined : told(age.lastHeardAt);
  const lastHeard = heard === undefined ? [] : [`Last heard at ${heard}`];
  if (age.completeUpTo === null) {
    const alarm = 'NOBODY CAN SAY how old this board is.';
    return { alarm, lines: [`Complete up to: nobody can say${why}`, ...lastHeard] };
  }
  const complete = `Complete up to ${told(age.completeUpTo)}`;
  const oneLine = `${complete}${heard === undefined ? '' : `, last heard at ${heard}`}${why}`;
  const alarm = alarmOf(instantOf(age.completeUpTo), at, now);
  return {
    ...(alarm !== undefined && { alarm }),
    lines: oneLine.length <= width ? [oneLine] : [`${complete}${why}`, ...lastHeard],
  };
}
