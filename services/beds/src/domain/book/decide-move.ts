import { accept, reject } from '@flow/platform/decider/decider';
import { inBed, type Place } from '../place';
import { admissible, isRefusal } from './arrival';
import { nowIn, refuse, stayChangedSince, timeFault, type BookDecision } from './asking';
import type { WardCommand } from './commands';
import { isDone } from './decide-admit';
import type { Leg, Spot } from './events';
import { doneBy, moved, placing } from './moves';
import { staysOf } from './rows';
import { spotOf } from './settle';
import type { BookState, BookStay } from './state';

type Of<Type extends WardCommand['type']> = Extract<WardCommand, { type: Type }>;

/** Why nothing can be done with this stay just now; undefined: go on. */
export function stayFault(command: WardCommand, stay: BookStay | undefined): BookDecision | undefined {
  if (stay === undefined) return refuse('STAY_UNKNOWN');
  const fault = timeFault(command, stay.ours.since);
  if (fault !== undefined) return refuse(fault);
  const change = stayChangedSince(command, stay);
  if (change !== undefined) return reject(change);
  return stay.ours.place === null ? refuse('PATIENT_NOT_IN') : undefined;
}

function isThere(stay: BookStay, to: Of<'Move'>['arrival']['to']): boolean {
  if (to.kind === 'bed') return stay.bedId === to.bedId;
  return stay.bedId === null && stay.ours.place?.wardId === to.wardId && stay.ours.place.bedId === null;
}

/** The ward has seen the patient in the bed of another of their stays. */
const isSeenElsewhere = (state: BookState, stay: BookStay): boolean =>
  stay.bedId === null && staysOf(state, stay.patientId).some((other) => other.bedId !== null && other.ours.confirmed);

export function move(command: Of<'Move'>, state: BookState): BookDecision {
  const { stayId, arrival } = command;
  const stay = state.stays.get(stayId);
  if (stay === undefined) return refuse('STAY_UNKNOWN');
  if (isDone(stay, command.deedId) || (isThere(stay, arrival.to) && stay.ours.confirmed)) return accept();
  const fault = stayFault(command, stay);
  if (fault !== undefined) return fault;
  if (stay.leave !== null) return refuse('PATIENT_ON_LEAVE');
  if (isThere(stay, arrival.to)) return confirm(command, state, stay);
  if (isSeenElsewhere(state, stay) && arrival.to.kind === 'bed') return refuse('PATIENT_IN_ANOTHER_BED');
  const { patientId } = stay;
  const target = admissible(state, { arrival, patientId, at: nowIn(state, command.at), command });
  if (isRefusal(target)) return target;
  const { place, sharing, spot, notes } = target;
  const deed = placing(command, state, stay, { why: 'moved', place, sharing });
  const leg: Leg = { stayId, patientId, from: spotOf(state, stay), to: spot, deed, notes, leaves: 'awaiting-clean' };
  return moved(command, state, { cause: 'moved', occurredAt: deed.occurredAt, legs: [leg] });
}

/** Where the stay is, not where somebody says: what the ward sees. */
function placeOf(state: BookState, stay: BookStay, spot: Spot | null): Place | null {
  const bed = stay.bedId === null ? undefined : state.beds.get(stay.bedId);
  if (bed !== undefined) return inBed(bed.wardId, bed.bayId, bed.bedId);
  return spot === null ? null : { wardId: spot.wardId, bayId: null, bedId: null, unmappedId: null };
}

function confirm(command: Of<'Move' | 'ConfirmPlace'>, state: BookState, stay: BookStay): BookDecision {
  const { stayId, patientId, notes } = stay;
  const spot = spotOf(state, stay);
  const place = placeOf(state, stay, spot);
  if (place === null || spot === null) return refuse('PATIENT_NOT_IN');
  const deed = placing(command, state, stay, { why: 'confirmed', place, sharing: stay.ours.sharing });
  const leg: Leg = { stayId, patientId, from: spot, to: spot, deed, notes, leaves: 'awaiting-clean' };
  return moved(command, state, { cause: 'confirmed', occurredAt: deed.occurredAt, legs: [leg] });
}

export function confirmPlace(command: Of<'ConfirmPlace'>, state: BookState): BookDecision {
  const stay = state.stays.get(command.stayId);
  if (stay === undefined) return refuse('STAY_UNKNOWN');
  if (isDone(stay, command.deedId)) return accept();
  const isSeen = stay.ours.confirmed && stay.ours.place?.bedId === stay.bedId;
  return stayFault(command, stay) ?? (isSeen ? accept() : confirm(command, state, stay));
}

export function discharge(command: Of<'Discharge'>, state: BookState): BookDecision {
  const { stayId } = command;
  const stay = state.stays.get(stayId);
  if (stay === undefined) return refuse('STAY_UNKNOWN');
  if (isDone(stay, command.deedId)) return accept();
  const fault = stayFault(command, stay);
  if (fault !== undefined) return fault;
  const deed = { kind: 'left' as const, ...doneBy(command, state, stay) };
  const from = spotOf(state, stay);
  const leg: Leg = { stayId, patientId: stay.patientId, from, to: null, deed, notes: [], leaves: 'awaiting-clean' };
  return moved(command, state, { cause: 'discharged', occurredAt: deed.occurredAt, legs: [leg] });
}
