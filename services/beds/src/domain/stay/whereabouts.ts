import { unreachable } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { CanonicalOrder } from '../ids';
import { coarserThan, NOWHERE_SAID, samePlace, sameWard, type Place } from '../place';
import type { Deed } from './deed';
import type { ToldStep } from './told-stay';

/** What iPM says now. */
export interface Theirs {
  readonly state: 'placed' | 'left' | 'cancelled';
  /** The last place told, also after they left. */
  readonly place: Place;
  readonly order: CanonicalOrder;
  readonly occurredAt: Instant;
}

/** Where we hold the patient to be. A bed named here is wanted; the book says whether it was there to have. */
export interface Ours {
  /** Null: gone from the hospital, as far as we know. */
  readonly place: Place | null;
  readonly since: Instant;
  readonly claimedAt: Instant;
  readonly order: CanonicalOrder;
  /** Somebody on the ward put or saw the patient there: no message takes the bed away for another. */
  readonly confirmed: boolean;
  readonly sharing: boolean;
}

export interface Leave {
  readonly since: Instant;
  readonly order: CanonicalOrder;
}

/** What both sides have said about one stay, weighed. */
export interface Whereabouts {
  readonly theirs: Theirs | null;
  readonly ours: Ours | null;
  /** The last place that both agreed on. */
  readonly base: Place | null;
  /** The canonical order of a telling that overruled what the ward had said, while nobody has acted since. */
  readonly disputed: CanonicalOrder | null;
  readonly leave: Leave | null;
}

const NOTHING_SAID: Whereabouts = { theirs: null, ours: null, base: null, disputed: null, leave: null };

type Item = { readonly from: 'ipm'; readonly step: ToldStep } | { readonly from: 'ward'; readonly deed: Deed };

const orderOf = (item: Item): CanonicalOrder => (item.from === 'ipm' ? item.step.order : item.deed.order);

/** Everything told and done, in canonical order; a deed follows what was told at the same place in the order. */
function inOrder(steps: readonly ToldStep[], deeds: readonly Deed[]): Item[] {
  const items: Item[] = [
    ...steps.map((step) => ({ from: 'ipm' as const, step })),
    ...deeds.map((deed) => ({ from: 'ward' as const, deed })),
  ];
  return items.sort((a, b) => {
    const [left, right] = [orderOf(a), orderOf(b)];
    if (left !== right) return left < right ? -1 : 1;
    return a.from === b.from ? 0 : a.from === 'ipm' ? -1 : 1;
  });
}

type PlacedStep = Extract<ToldStep, { kind: 'placed' }>;

const placed = (step: PlacedStep): Ours => ({
  place: step.place,
  since: step.occurredAt,
  claimedAt: step.claimedAt,
  order: step.order,
  confirmed: false,
  sharing: false,
});

const gone = ({ occurredAt, order }: { occurredAt: Instant; order: CanonicalOrder }, confirmed: boolean): Ours => ({
  place: null,
  since: occurredAt,
  claimedAt: occurredAt,
  order,
  confirmed,
  sharing: false,
});

/** What becomes of ours when iPM puts the patient somewhere: kept, or theirs taken, and whether that needs asking. */
function weigh(
  ours: Ours | null,
  step: PlacedStep,
  base: Place | null,
  ipmWins: boolean,
): 'same' | 'keep' | 'take' | 'dispute' {
  if (ours === null) return 'take';
  if (ours.place === null) return ours.confirmed ? 'dispute' : 'take';
  if (samePlace(ours.place, step.place)) return 'same';
  if (step.exchange) return 'take';
  if (coarserThan(step.place, ours.place)) return 'keep';
  if (!ours.confirmed || ipmWins) return 'take';
  if (sameWard(step.place, ours.place)) return 'keep';
  // They had agreed with ours before: a clerk corrected the place, and there is nothing to ask.
  return samePlace(base, ours.place) ? 'take' : 'dispute';
}

function toldPlaced(was: Whereabouts, step: PlacedStep, ipmWins: boolean): Whereabouts {
  const { ours, base } = was;
  const theirs: Theirs = { state: 'placed', place: step.place, order: step.order, occurredAt: step.occurredAt };
  const weighed = weigh(ours, step, base, ipmWins);
  if (ours === null || weighed === 'take' || weighed === 'dispute') {
    const disputed = weighed === 'dispute' ? step.order : was.disputed;
    return { ...was, theirs, ours: placed(step), base: step.place, disputed };
  }
  const coarser = ours.place !== null && coarserThan(step.place, ours.place);
  const agreed = weighed === 'same' || coarser ? step.place : base;
  // A place given back by a cancel is claimed from when the cancel was recorded; one that the ward saw needs no claim.
  const claimedAt = weighed === 'same' && !ours.confirmed ? step.claimedAt : ours.claimedAt;
  return { ...was, theirs, ours: { ...ours, claimedAt }, base: agreed };
}

function toldGone(was: Whereabouts, step: ToldStep, state: 'left' | 'cancelled', ipmWins: boolean): Whereabouts {
  const place = was.theirs?.place ?? was.ours?.place ?? NOWHERE_SAID;
  const theirs: Theirs = { state, place, order: step.order, occurredAt: step.occurredAt };
  const kept = was.ours !== null && was.ours.confirmed && !ipmWins;
  return kept ? { ...was, theirs } : { ...was, theirs, ours: gone(step, false), base: null, leave: null };
}

function told(was: Whereabouts, step: ToldStep, ipmWins: boolean): Whereabouts {
  switch (step.kind) {
    case 'placed':
      return toldPlaced(was, step, ipmWins);
    case 'left':
      return toldGone(was, step, 'left', ipmWins);
    case 'cancelled':
      return toldGone(was, step, 'cancelled', ipmWins);
    case 'leave-started':
      return { ...was, leave: { since: step.occurredAt, order: step.order } };
    case 'leave-ended':
      return { ...was, leave: null };
    default:
      return unreachable(step);
  }
}

/** Where a deed puts the patient, whatever iPM says; a later deed also answers what was in dispute. */
export function done(was: Whereabouts, deed: Deed): Whereabouts {
  switch (deed.kind) {
    case 'placed': {
      const { place, occurredAt, order, sharing } = deed;
      const ours: Ours = { place, since: occurredAt, claimedAt: occurredAt, order, confirmed: true, sharing };
      return { ...was, ours, disputed: null };
    }
    case 'left':
      return { ...was, ours: gone(deed, true), leave: null, disputed: null };
    case 'leave-started':
      return { ...was, leave: { since: deed.occurredAt, order: deed.order } };
    case 'leave-ended':
      return { ...was, leave: null };
    default:
      return unreachable(deed);
  }
}

/**
 * Weighs iPM's word against the ward's, in canonical order, so that the order in which we heard changes nothing.
 * `ipmWins`: the patient has died, and what iPM says later than the ward is taken at once.
 */
export function weighed(steps: readonly ToldStep[], deeds: readonly Deed[], ipmWins: boolean): Whereabouts {
  let whereabouts = NOTHING_SAID;
  for (const item of inOrder(steps, deeds)) {
    whereabouts = item.from === 'ipm' ? told(whereabouts, item.step, ipmWins) : done(whereabouts, item.deed);
  }
  return whereabouts;
}

/** One stretch of a stay's history. `source`: the message, or who of our people. */
export interface Movement {
  readonly place: Place | null;
  readonly since: Instant;
  readonly source: { readonly messageId: string } | { readonly by: string };
}

/** Where the patient truly was and since when, as far as is known now, oldest first. */
export function movementsOf(steps: readonly ToldStep[], deeds: readonly Deed[]): Movement[] {
  const movements: Movement[] = [];
  let whereabouts = NOTHING_SAID;
  for (const item of inOrder(steps, deeds)) {
    const before = whereabouts.ours;
    whereabouts = item.from === 'ipm' ? told(whereabouts, item.step, false) : done(whereabouts, item.deed);
    const { ours } = whereabouts;
    if (ours === null || (before !== null && samePlace(before.place, ours.place))) continue;
    const source = item.from === 'ipm' ? { messageId: item.step.messageId } : { by: item.deed.by };
    movements.push({ place: ours.place, since: ours.since, source });
  }
  return movements;
}
