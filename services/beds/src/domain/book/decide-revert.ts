import { accept, reject } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { DeedId, StayId } from '../ids';
import { samePlace } from '../place';
import type { Deed } from '../stay/deed';
import type { Ours } from '../stay/whereabouts';
import { nowIn, refuse, stayChangedSince, type BookDecision } from './asking';
import type { WardCommand } from './commands';
import type { Leg } from './events';
import { withoutDeeds } from './evolve-moves';
import { withStay } from './rows';
import { isActive, settled, spotOf } from './settle';
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

const isRefusal = (answer: Revertible | BookStay | BookDecision): answer is BookDecision => 'accepted' in answer;

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

/** A bed that they waited for in vain before the move is one to wait for again, and no reason to refuse. */
function bedToAsk(state: BookState, { undo }: Revertible, ours: Ours | null): Bed | undefined {
  const wanted = ours?.place?.bedId ?? null;
  const waitsAgain = wanted === undo.ours?.place?.bedId && wanted !== undo.bedId;
  return wanted === null || waitsAgain ? undefined : state.beds.get(wanted);
}

/** The record of the stay as it is without the deed; a refusal where another has the bed by now. */
function recordBack(
  state: BookState,
  one: Revertible,
  leaving: readonly StayId[],
  at: Instant,
): BookStay | BookDecision {
  const { stay, deed } = one;
  const ours = oursWithout(one);
  const bed = bedToAsk(state, one, ours);
  const fault = bed === undefined ? undefined : bedFault(bed, leaving, ours?.sharing ?? false, at);
  return fault === undefined ? withoutDeeds(stay, { withdraws: [deed.deedId], ours }) : refuse(fault);
}

type Reverting = Of<'RevertMove' | 'RevertSwap'>;
type Why = readonly Placing['why'][];

/** The records of all stays without the deed, or why it cannot be taken back. */
function recordsBack(
  command: Reverting,
  state: BookState,
  stays: readonly BookStay[],
  why: Why,
): BookStay[] | BookDecision {
  const leaving = stays.map(({ stayId }) => stayId);
  const records: BookStay[] = [];
  for (const stay of stays) {
    const change = stayChangedSince(command, stay);
    if (change !== undefined) return reject(change);
    const one = revertible(stay, command.deedId, why);
    if (isRefusal(one)) return one;
    const record = recordBack(state, one, leaving, nowIn(state, command.at));
    if (isRefusal(record)) return record;
    records.push(record);
  }
  return records;
}

function revert(
  command: Reverting,
  state: BookState,
  stays: readonly BookStay[],
  what: { readonly why: Why; readonly cause: 'move-reverted' | 'swap-reverted' },
): BookDecision {
  const records = recordsBack(command, state, stays, what.why);
  if (!Array.isArray(records)) return records;
  const { by, deedId } = command;
  const at = nowIn(state, command.at);
  const draft = records.reduce(withStay, state);
  const patients = stays.map(({ patientId }) => patientId);
  const settlement = settled(state, draft, { patients, beds: [] }, { by, at });
  const legs = records.map((record): Leg => {
    const { stayId, patientId, undo } = state.stays.get(record.stayId) ?? record;
    const from = spotOf(state, state.stays.get(stayId));
    const leg = settlement.legs.find((one) => one.stayId === stayId) ?? {
      stayId,
      patientId,
      from,
      to: from,
      notes: [],
    };
    const notes = leg.notes.filter((note) => note === 'closed');
    return { ...leg, notes, leaves: undo?.readiness ?? 'awaiting-clean', withdraws: [deedId], ours: record.ours };
  });
  const others = settlement.legs.filter(({ stayId }) => !stays.some((stay) => stay.stayId === stayId));
  return accept({ type: 'PatientsMoved', cause: what.cause, occurredAt: at, legs: [...legs, ...others], by, at });
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
