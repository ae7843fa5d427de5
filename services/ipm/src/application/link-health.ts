import type { Instant } from '@flow/platform/time/instant';
import type { PartnerProgress } from './inbox-progress';
import type { LinkState } from './link-state';

/** How far what a partner says can be believed to be on the boards. */
export interface LinkHealth {
  readonly partner: string;
  readonly listening: boolean;
  readonly connected: boolean;
  readonly connectedSince?: Instant;
  readonly lastHeardAt?: Instant;
  /**
   * Everything received up to then has an outcome: now, while connected with nothing unsettled; else the receipt time of the
   * last message before the oldest without one. Absent when nothing was ever received.
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
  readonly progress: PartnerProgress;
  readonly counts: { readonly quarantined: number; readonly held: number };
}

/** Never more than the worst of socket and lanes lets anybody believe. */
export function linkHealth({ link, progress, counts }: LinkFacts, now: Instant): LinkHealth {
  const heardAt = latest(link.lastHeardAt, progress.heardAt);
  const connected = link.connections > 0;
  const unsettled = Math.max(progress.unsettled, isBehind(link, progress) ? 1 : 0);
  const completeUpTo = connected && unsettled === 0 ? now : progress.settledTo;
  return {
    partner: link.partner,
    listening: link.listening,
    connected,
    ...(link.connectedSince !== undefined && { connectedSince: link.connectedSince }),
    ...(heardAt !== undefined && { lastHeardAt: heardAt }),
    ...(completeUpTo !== undefined && { completeUpTo }),
    unsettled,
    ...counts,
    ...(link.completesBoards !== undefined && { completesBoards: link.completesBoards }),
    ...(link.problem !== undefined && { problem: link.problem }),
  };
}

/** Something is in the inbox that nobody has taken out of it yet, or came and could not be put there. */
const isBehind = ({ lastReceived, awaited }: LinkState, { seenTo }: PartnerProgress): boolean =>
  awaited === true || (lastReceived !== undefined && (seenTo === undefined || seenTo < lastReceived));

const latest = (...times: readonly (Instant | undefined)[]): Instant | undefined =>
  times
    .filter((time) => time !== undefined)
    .sort()
    .at(-1);
