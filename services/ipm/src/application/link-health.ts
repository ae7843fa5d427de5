import type { Instant } from '@flow/platform/time/instant';
import { believed } from '@flow/platform/time/believed';
import type { PartnerProgress } from './inbox-progress';
import type { LinkState } from './link-state';

/** How far what a partner says can be believed to be on the boards. */
export interface LinkHealth {
  readonly partner: string;
  readonly listening: boolean;
  readonly connected: boolean;
  readonly connectedSince?: Instant;
  readonly everHeard: boolean;
  /** Absent too of a partner that was heard, when only a clock that was set back since could tell. */
  readonly lastHeardAt?: Instant;
  /**
   * Everything received up to then has an outcome: now, while connected with nothing unsettled; else the receipt time of the
   * last message before the oldest without one. Absent when nothing was ever received, and when nobody can say when it was.
   */
  readonly completeUpTo?: Instant;
  /** Messages that came and have no outcome yet; one that could not be stored is one of them until the partner's next is. */
  readonly unsettled: number;
  readonly quarantined: number;
  readonly held: number;
  /** False: no board waits for what this partner says. */
  readonly completesBoards?: boolean;
  readonly problem?: string;
}

export interface LinkFacts {
  readonly link: LinkState;
  /** Undefined: no message of the partner ever came so far. */
  readonly progress: PartnerProgress | undefined;
  readonly counts: { readonly quarantined: number; readonly held: number };
}

/** Never more than the worst of socket and lanes lets anybody believe. */
export function linkHealth({ link, progress: known, counts }: LinkFacts, now: Instant): LinkHealth {
  const progress = known ?? { unsettled: 0 };
  const behind = isBehind(link, progress);
  const heardAt = latest(
    ...[link.lastHeardAt, progress.heardAt, untakenAt(link, progress)].map((at) => believed(at, now)),
  );
  const connected = link.connections > 0;
  const unsettled = Math.max(progress.unsettled, behind ? 1 : 0);
  const completeUpTo = connected && unsettled === 0 ? now : settledTo(link, { ...progress, unsettled }, now);
  return {
    partner: link.partner,
    listening: link.listening,
    connected,
    ...(link.connectedSince !== undefined && { connectedSince: link.connectedSince }),
    everHeard: known !== undefined || link.lastReceived !== undefined,
    ...(heardAt !== undefined && { lastHeardAt: heardAt }),
    ...(completeUpTo !== undefined && { completeUpTo }),
    unsettled,
    ...counts,
    ...(link.completesBoards !== undefined && { completesBoards: link.completesBoards }),
    ...(link.problem !== undefined && { problem: link.problem }),
  };
}

/** Where the intake cannot say when, this instance can if the last that was settled came to it: it heard it so long ago. */
function settledTo(
  link: LinkState,
  { settledTo, unsettled, seenTo }: PartnerProgress,
  now: Instant,
): Instant | undefined {
  const told = believed(settledTo, now);
  if (told !== undefined || unsettled > 0 || seenTo === undefined || seenTo !== link.lastReceived) return told;
  return believed(link.lastHeardAt, now);
}

/** When an earlier life stored what nobody has taken up since. What was taken the intake knows best, also that nobody can say when it was. */
const untakenAt = (link: LinkState, progress: PartnerProgress): Instant | undefined =>
  link.lastHeardAt === undefined && isUntaken(link, progress) ? link.lastReceivedAt : undefined;

/** Something was received that is not settled: it has not been taken up, or could not be stored. */
const isBehind = (link: LinkState, progress: PartnerProgress): boolean =>
  link.awaited === true || isUntaken(link, progress);

/** Something is in the inbox that nobody has taken out of it yet. */
const isUntaken = ({ lastReceived }: LinkState, { seenTo }: PartnerProgress): boolean =>
  lastReceived !== undefined && (seenTo === undefined || seenTo < lastReceived);

const latest = (...times: readonly (Instant | undefined)[]): Instant | undefined =>
  times
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
