import { accept, reject, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';

export const BREAK_GLASS_REASONS = [
  'EMERGENCY_CARE',
  'PATIENT_CONSENT',
  'SAFEGUARDING',
  'LEGAL_DUTY',
  'OTHER',
] as const;
export type BreakGlassReason = (typeof BREAK_GLASS_REASONS)[number];

export const REVIEW_OUTCOMES = ['APPROPRIATE', 'INAPPROPRIATE', 'NEEDS_FOLLOW_UP'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** That somebody opened a patient to themselves for a time. Ids and codes only: what they wrote is a note of patients. */
export interface Opening {
  readonly user: string;
  readonly roles: readonly string[];
  readonly device: string | null;
  readonly reason: BreakGlassReason;
  /** Null where nothing was written, or there was nobody to write it about. */
  readonly noteId: string | null;
  /** Every id of whoever was named: nobody's, where nobody was. */
  readonly patientIds: readonly string[];
  readonly openedAt: Instant;
  readonly until: Instant;
}

export interface Review {
  readonly by: string;
  readonly at: Instant;
  readonly outcome: ReviewOutcome;
}

export type BreakGlassCommand =
  | { readonly type: 'Open'; readonly opening: Opening }
  | {
      readonly type: 'Review';
      readonly review: Review;
      /** How many reviews there were when it was shown; not told by who has not seen it. */
      readonly seenReviews?: number;
    };

export type BreakGlassEvent =
  { readonly type: 'Opened'; readonly opening: Opening } | { readonly type: 'Reviewed'; readonly review: Review };

/** Undefined before it was opened. */
export type BreakGlassState = { readonly opening: Opening; readonly reviews: readonly Review[] } | undefined;

export type BreakGlassRejection = 'BREAK_GLASS_UNKNOWN' | 'OWN_BREAK_GLASS' | 'ALREADY_REVIEWED' | 'CHANGED_SINCE_SEEN';

/** It stays in the queue until somebody has said that it was right or wrong. */
export const isSettled = (reviews: readonly Review[]): boolean => {
  const last = reviews.at(-1);
  return last !== undefined && last.outcome !== 'NEEDS_FOLLOW_UP';
};

function decide(command: BreakGlassCommand, state: BreakGlassState): Decision<BreakGlassEvent, BreakGlassRejection> {
  switch (command.type) {
    case 'Open':
      return state === undefined ? accept({ type: 'Opened', opening: command.opening }) : accept();
    case 'Review':
      return review(command, state);
    default:
      return unreachable(command);
  }
}

function review(
  { review: told, seenReviews }: Extract<BreakGlassCommand, { type: 'Review' }>,
  state: BreakGlassState,
): Decision<BreakGlassEvent, BreakGlassRejection> {
  if (state === undefined) return reject('BREAK_GLASS_UNKNOWN');
  const { opening, reviews } = state;
  if (opening.user === told.by) return reject('OWN_BREAK_GLASS');
  if (isSettled(reviews)) return reviews.at(-1)?.outcome === told.outcome ? accept() : reject('ALREADY_REVIEWED');
  if (seenReviews !== undefined && seenReviews !== reviews.length) return reject('CHANGED_SINCE_SEEN');
  return accept({ type: 'Reviewed', review: told });
}

function evolve(state: BreakGlassState, event: BreakGlassEvent): BreakGlassState {
  switch (event.type) {
    case 'Opened':
      return { opening: event.opening, reviews: [] };
    case 'Reviewed':
      return state && { ...state, reviews: [...state.reviews, event.review] };
    default:
      return unreachable(event);
  }
}

/** One opening of a patient by break-glass, and what its reviewers said of it. */
export const breakGlassDecider: Decider<BreakGlassCommand, BreakGlassEvent, BreakGlassState, BreakGlassRejection> = {
  initialState: undefined,
  decide,
  evolve,
};
