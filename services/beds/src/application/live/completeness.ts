import { believed } from '@flow/platform/time/believed';
import type { Clock } from '@flow/platform/time/clock';
import type { Instant } from '@flow/platform/time/instant';

/** How far what one partner says is settled, as the interface tells it. */
export interface PartnerLink {
  readonly partner: string;
  readonly connected: boolean;
  readonly completeUpTo: Instant | null;
  readonly everHeard: boolean;
  readonly lastHeardAt: Instant | null;
  readonly unsettled: number;
  /** False: no board waits for this partner, as for one that sends test messages. */
  readonly completesBoards: boolean;
}

/** Asks the interface for the health of its links. Throws when it does not answer. */
export interface PartnerLinks {
  all(): Promise<readonly PartnerLink[]>;
}

export const BEHIND_REASONS = [
  /** This instance has not taken all events yet. */
  'PROJECTION_BEHIND',
  /** The event store of this instance does not answer: nobody here can know what is so. */
  'STORE_UNAVAILABLE',
  'LINK_DOWN',
  /** Messages came that have no outcome yet. */
  'LINK_UNSETTLED',
  /** The interface does not say how its links are. */
  'LINK_UNKNOWN',
  /** Names of some patients could not be had yet. */
  'DETAILS_MISSING',
  /** The interface does not say of whom messages are parked, or not of everybody: what it said last is shown. */
  'PARKED_UNKNOWN',
] as const;
export type BehindReason = (typeof BEHIND_REASONS)[number];

/** Up to what time a board tells everything, and why not up to now. */
export interface Completeness {
  readonly at: Instant;
  /** Null: nobody can say. */
  readonly completeUpTo: Instant | null;
  readonly lastHeardAt: Instant | null;
  readonly behind: readonly BehindReason[];
}

/** Whether this instance has what its own store has. */
export interface OwnState {
  /** When it had it last; null: never yet. */
  readonly goodAt: Instant | null;
  readonly reasons: readonly BehindReason[];
}

export interface CompletenessDeps {
  readonly clock: Clock;
  readonly links: PartnerLinks;
  /** Since when this instance has not had all events; undefined while it has. */
  readonly behindSince: () => Instant | undefined;
  readonly own: () => Promise<OwnState>;
  readonly missingDetails: () => number;
  readonly isParkedKnown: () => boolean;
}

/** An answer of the interface serves all subscribers for so long, and is believed when none comes for so much longer. */
const FRESH_MS = 1000;

/** Null for what is ahead of now: nobody can say when it was. */
const orNull = (time: Instant | null, now: Instant): Instant | null => believed(time ?? undefined, now) ?? null;

/** Null when any of them is: nobody can say. */
const earliest = (times: readonly (Instant | null)[]): Instant | null =>
  times.includes(null) ? null : ([...times].sort().at(0) ?? null);

const latest = (times: readonly (Instant | null)[]): Instant | null =>
  times.reduce((last, one) => (one !== null && (last === null || one > last) ? one : last), null);

/** Of a partner that never sent anything nothing is missing: a spare link holds no board back, unless there is no other. */
function heardOnce(links: readonly PartnerLink[]): readonly PartnerLink[] {
  const heard = links.filter(({ everHeard }) => everHeard);
  return heard.length > 0 ? heard : links;
}

function linkReasons(links: readonly PartnerLink[] | undefined): BehindReason[] {
  if (links === undefined) return ['LINK_UNKNOWN'];
  return [
    ...(links.some(({ connected }) => !connected) ? (['LINK_DOWN'] as const) : []),
    ...(links.some(({ unsettled }) => unsettled > 0) ? (['LINK_UNSETTLED'] as const) : []),
  ];
}

type Answers = readonly [readonly PartnerLink[] | undefined, OwnState];

/** Says how complete the boards are: the worst of what this instance has taken and of every partner's link. */
export function createCompleteness({ clock, links, behindSince, own, ...deps }: CompletenessDeps) {
  let known: { readonly at: number; readonly answer: Promise<Answers> } | undefined;
  let lastGood: readonly PartnerLink[] | undefined;

  async function asked(): Promise<readonly PartnerLink[] | undefined> {
    try {
      lastGood = heardOnce((await links.all()).filter(({ completesBoards }) => completesBoards));
      return lastGood;
    } catch {
      // Said on the board as LINK_UNKNOWN: there is nobody else to tell.
      return undefined;
    }
  }

  function fresh(): Promise<Answers> {
    const now = clock.monotonicMs();
    if (known === undefined || now - known.at > FRESH_MS) known = { at: now, answer: Promise.all([asked(), own()]) };
    return known.answer;
  }

  return async (): Promise<Completeness> => {
    const [partners, mine] = await fresh();
    const at = clock.now();
    const since = behindSince();
    const told = (partners ?? lastGood ?? []).map(({ completeUpTo, connected, unsettled }) =>
      partners !== undefined && connected && unsettled === 0 ? at : completeUpTo,
    );
    const upTo = partners === undefined && lastGood === undefined ? [null] : told;
    const bounds = [at, since ?? at, ...(mine.reasons.length === 0 ? [] : [mine.goodAt]), ...upTo];
    return {
      at,
      completeUpTo: earliest(bounds.map((time) => orNull(time, at))),
      lastHeardAt: latest((partners ?? lastGood ?? []).map(({ lastHeardAt }) => orNull(lastHeardAt, at))),
      behind: [
        ...new Set([...(since === undefined ? [] : (['PROJECTION_BEHIND'] as const)), ...mine.reasons]),
        ...linkReasons(partners),
        ...(deps.missingDetails() > 0 ? (['DETAILS_MISSING'] as const) : []),
        ...(deps.isParkedKnown() ? [] : (['PARKED_UNKNOWN'] as const)),
      ],
    };
  };
}
