import { accept, reject } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { DeedId, StayId } from '../ids';
import { samePlace } from '../place';
import type { Deed } from '../stay/deed';
import type { Ours } from '../stay/whereabouts';
import { nowIn, refuse, stayChangedSince, type BookDecision } from './asking';
import type { WardCommand } from './commands';
import type { Leg, Spot } from './events';
import { moved } from './moves';
import { isActive, spotOf } from './settle';
import type { Bed, BookState, BookStay, Undo } from './state';

type Of<Type extends WardCommand['type']> = Extract<WardCommand, { type: Type }>;
type Placing = Extract<Deed, { kind: 'placed' }>;

interface Revertible {
  readonly stay: BookStay;
  readonly deed: Placing;
  readonly undo: Undo;
}

/** Only the last thing done can be taken back, and only while it still says where the patient is. */
function revertible(stay: BookStay, deedId: DeedId, why: readonly Placing['why'][]): Revertible | BookDecision {
  const deed = stay.deeds.at(-1);
  const { undo } = stay;
  if (deed?.kind !== 'placed' || deed.deedId !== deedId || undo?.deedId !== deedId) return refuse('NOT_THE_LAST_DEED');
  if (!why.includes(deed.why)) return refuse('NOT_THE_LAST_DEED');
  return stay.ours.order === deed.order ? { stay, deed, undo } : refuse('OVERTAKEN_BY_IPM');
}

const isRefusal = (answer: Revertible | Leg | BookDecision): answer is BookDecision => 'accepted' in answer;

/** Where the patient is held to be without the deed: where iPM has put them since, else where they were before. */
function oursWithout({ stay, deed, undo }: Revertible): Ours | null {
  const { theirs } = stay;
  if (theirs?.state !== 'placed' || theirs.order < deed.order || samePlace(theirs.place, deed.place)) return undo.ours;
  const { place, occurredAt, order } = theirs;
  return { place, since: occurredAt, claimedAt: occurredAt, order, confirmed: false, sharing: false };
}

/** Why the patient cannot have this bed back. Those who leave it in the same step are not in the way. */
function bedFault(bed: Bed, leaving: readonly StayId[], isShared: boolean, at: Instant) {
  if (bed.decommissioned) return 'BED_UNKNOWN' as const;
  if (!isShared && bed.occupants.some((id) => !leaving.includes(id))) return 'BED_OCCUPIED' as const;
  return isActive(bed.hold, at) ? ('BED_HELD_FOR_ANOTHER_PATIENT' as const) : undefined;
}

/** The bed to go back to, if any: one that they waited for in vain before the move is not theirs. */
function bedBack(state: BookState, { undo }: Revertible, ours: Ours | null): Bed | undefined {
  const wanted = ours?.place?.bedId ?? null;
  if (wanted === null) return undefined;
  const neverHad = undo.ours?.place?.bedId === wanted && undo.bedId !== wanted;
  return neverHad ? undefined : state.beds.get(wanted);
}

function spotBack(ours: Ours | null, bed: Bed | undefined): Spot | null {
  if (bed !== undefined) return { wardId: bed.wardId, bedId: bed.bedId };
  return ours === null || ours.place === null ? null : { wardId: ours.place.wardId, bedId: null };
}

/** The leg back to where the patient was; a refusal where another has the bed by now. */
function legBack(state: BookState, one: Revertible, leaving: readonly StayId[], at: Instant): Leg | BookDecision {
  const { stay, deed, undo } = one;
  const { stayId, patientId } = stay;
  const ours = oursWithout(one);
  const bed = bedBack(state, one, ours);
  const fault = bed === undefined ? undefined : bedFault(bed, leaving, ours?.sharing ?? false, at);
  if (fault !== undefined) return refuse(fault);
  return {
    ...{ stayId, patientId, from: spotOf(state, stay), to: spotBack(ours, bed), withdraws: [deed.deedId], ours },
    notes: bed?.service.state === 'closed' ? ['closed'] : [],
    leaves: undo.readiness ?? 'awaiting-clean',
  };
}

function revert(
  command: Of<'RevertMove' | 'RevertSwap'>,
  state: BookState,
  stays: readonly BookStay[],
  what: { readonly why: readonly Placing['why'][]; readonly cause: 'move-reverted' | 'swap-reverted' },
): BookDecision {
  const at = nowIn(state, command.at);
  const leaving = stays.map(({ stayId }) => stayId);
  const legs: Leg[] = [];
  for (const stay of stays) {
    const change = stayChangedSince(command, stay);
    if (change !== undefined) return reject(change);
    const one = revertible(stay, command.deedId, what.why);
    if (isRefusal(one)) return one;
    const leg = legBack(state, one, leaving, at);
    if (isRefusal(leg)) return leg;
    legs.push(leg);
  }
  return moved(command, state, { cause: what.cause, occurredAt: at, legs });
}

const isTakenBack = (stay: BookStay, deedId: DeedId): boolean => stay.withdrawn.includes(deedId);

/** Takes back a move, or the word that somebody was seen in their place. */
export function revertMove(command: Of<'RevertMove'>, state: BookState): BookDecision {
  const stay = state.stays.get(command.stayId);
  if (stay === undefined) return refuse('STAY_UNKNOWN');
  if (isTakenBack(stay, command.deedId)) return accept();
  return revert(command, state, [stay], { why: ['moved', 'confirmed'], cause: 'move-reverted' });
}

export function revertSwap(command: Of<'RevertSwap'>, state: BookState): BookDecision {
  const { first, second, deedId } = command;
  const [one, other] = [state.stays.get(first), state.stays.get(second)];
  if (one === undefined || other === undefined) return refuse('STAY_UNKNOWN');
  if (isTakenBack(one, deedId) && isTakenBack(other, deedId)) return accept();
  return revert(command, state, [one, other], { why: ['swapped'], cause: 'swap-reverted' });
}
