import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { breakGlassDecider, isSettled, type BreakGlassEvent, type Opening, type Review } from '../domain/break-glass';

/** An opening as its reviewers see it. */
export interface BreakGlassDocument extends Opening {
  readonly _id: string;
  readonly status: 'open' | 'reviewed';
  readonly reviews: readonly Review[];
  readonly revision: number;
}

/** The document after the event. One that it holds already leaves it as it is. */
export function breakGlassAfter(
  before: BreakGlassDocument | undefined,
  { stream, revision }: RecordedEvent,
  event: BreakGlassEvent,
): BreakGlassDocument {
  if (before !== undefined && revision <= before.revision) return before;
  const state = breakGlassDecider.evolve(before && { opening: openingIn(before), reviews: before.reviews }, event);
  if (state === undefined) throw new Error(`${stream} was reviewed before it was opened.`);
  const { opening, reviews } = state;
  const _id = stream.slice(stream.indexOf('-') + 1);
  return { _id, ...opening, reviews, status: isSettled(reviews) ? 'reviewed' : 'open', revision };
}

function openingIn({ user, roles, device, reason, noteId, patientIds, openedAt, until }: BreakGlassDocument): Opening {
  return { user, roles, device, reason, noteId, patientIds, openedAt, until };
}
