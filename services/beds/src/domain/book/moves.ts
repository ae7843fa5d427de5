import { accept } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { BedId, CanonicalOrder, DeedId, UserId } from '../ids';
import type { Place } from '../place';
import { orderOfDeed } from '../stay/canonical-order';
import type { Deed } from '../stay/deed';
import { nowIn, occurredAtOf, type BookDecision } from './asking';
import { evolve } from './evolve';
import type { BookEvent, Leg, MoveCause } from './events';
import { settled } from './settle';
import type { BookState, BookStay } from './state';

interface Acted {
  readonly by: UserId;
  readonly at: Instant;
  readonly occurredAt?: Instant;
}

/** The orders of all that is known of a stay: what our people do now comes after them. */
export function knownOrders(stay: BookStay | undefined): (CanonicalOrder | undefined)[] {
  if (stay === undefined) return [];
  return [stay.theirs?.order, stay.ours.order, stay.leave?.order, ...stay.deeds.map(({ order }) => order)];
}

type Placing = Extract<Deed, { kind: 'placed' }>;

/** Where, why, and who did it when: a deed that puts a patient somewhere. */
export function placing(
  command: Acted & { readonly deedId: DeedId },
  state: BookState,
  stay: BookStay | undefined,
  put: {
    readonly why: Placing['why'];
    readonly place: Place;
    readonly sharing: boolean;
    /** What is known besides what the book has. */
    readonly alsoKnown?: readonly CanonicalOrder[];
  },
): Placing {
  const { why, place, sharing, alsoKnown = [] } = put;
  return { kind: 'placed', why, place, sharing, ...doneBy(command, state, stay, alsoKnown) };
}

/** Who did what when, and where it stands in the canonical order. */
export function doneBy(
  command: Acted & { readonly deedId: DeedId },
  state: BookState,
  stay: BookStay | undefined,
  alsoKnown: readonly CanonicalOrder[] = [],
) {
  const { deedId, by } = command;
  const occurredAt = occurredAtOf(command, state, stay?.ours.since);
  const at = nowIn(state, command.at);
  return {
    deedId,
    by,
    occurredAt,
    order: orderOfDeed({ deedId, occurredAt, at }, [...knownOrders(stay), ...alsoKnown]),
  };
}

/** One event: these legs, whoever gets a bed that they set free, and where the same patient can no longer be. */
export function moved(
  command: Acted,
  state: BookState,
  what: {
    readonly cause: MoveCause;
    readonly occurredAt: Instant;
    readonly legs: readonly Leg[];
    readonly first?: readonly BookEvent[];
  },
): BookDecision {
  const { by } = command;
  const at = nowIn(state, command.at);
  const { cause, occurredAt, first = [] } = what;
  const event = (legs: readonly Leg[]): BookEvent => ({ type: 'PatientsMoved', cause, occurredAt, legs, by, at });
  const draft = [...first, event(what.legs)].reduce(evolve, state);
  const beds = what.legs.flatMap(({ from }): BedId[] => (from?.bedId == null ? [] : [from.bedId]));
  const patients = what.legs.map(({ patientId }) => patientId);
  const { legs } = settled(draft, draft, { patients, beds }, { by, at });
  return accept(...first, event([...what.legs, ...legs]));
}
