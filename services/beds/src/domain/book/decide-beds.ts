import { accept } from '@flow/platform/decider/decider';
import type { BedId } from '../ids';
import { bedChangedSince, nowIn, occurredAtOf, refuse, timeFault, type BookDecision } from './asking';
import { reject } from '@flow/platform/decider/decider';
import type { BedCommand } from './commands';
import { isActive } from './settle';
import type { Bed, BookState, Readiness } from './state';

type Of<Type extends BedCommand['type']> = Extract<BedCommand, { type: Type }>;

const bedIn = (state: BookState, bedId: BedId): Bed | undefined => {
  const bed = state.beds.get(bedId);
  return bed === undefined || bed.decommissioned ? undefined : bed;
};

/** The bed, if it is in use and the facts that the command depends on are as the person saw them; else the refusal. */
function seenBed(command: BedCommand, state: BookState, facts: readonly (keyof Bed['marks'])[]): Bed | BookDecision {
  const bed = bedIn(state, command.bedId);
  if (bed === undefined) return refuse('BED_UNKNOWN');
  const fault = timeFault(command);
  if (fault !== undefined) return refuse(fault);
  const change = bedChangedSince(command, bed, facts);
  return change === undefined ? bed : reject(change);
}

const isRefusal = (answer: Bed | BookDecision): answer is BookDecision => 'accepted' in answer;

export function holdBed(command: Of<'HoldBed'>, state: BookState): BookDecision {
  const { bedId, holdId, until, reason, patientId, by } = command;
  const bed = seenBed(command, state, ['occupancy', 'hold', 'service']);
  if (isRefusal(bed)) return bed;
  const at = nowIn(state, command.at);
  const current = isActive(bed.hold, at) ? bed.hold : null;
  if (current?.holdId === holdId && current.until === until) return accept();
  if (until <= at) return refuse('HOLD_ENDS_IN_THE_PAST');
  if (bed.occupants.length > 0) return refuse('BED_OCCUPIED');
  if (current !== null && current.holdId !== holdId) return refuse('BED_HELD_FOR_ANOTHER_PATIENT');
  if (bed.service.state === 'closed') return refuse('BED_CLOSED');
  return accept({ type: 'BedHeld', bedId, hold: { holdId, until, reason, patientId }, by, at });
}

export function releaseHold(command: Of<'ReleaseHold'>, state: BookState): BookDecision {
  const { bedId, holdId, by } = command;
  const bed = bedIn(state, bedId);
  if (bed === undefined) return refuse('BED_UNKNOWN');
  if (bed.hold?.holdId !== holdId) return accept();
  const at = nowIn(state, command.at);
  return accept({ type: 'HoldReleased', bedId, holdId, why: isActive(bed.hold, at) ? 'released' : 'expired', by, at });
}

export function closeBed(command: Of<'CloseBed'>, state: BookState): BookDecision {
  const { bedId, reason, by } = command;
  const bed = seenBed(command, state, ['occupancy', 'service']);
  if (isRefusal(bed)) return bed;
  if (bed.service.state === 'closed') return bed.service.reason === reason ? accept() : refuse('BED_CLOSED_OTHERWISE');
  const mayStay = command.keepOccupant === true && reason === 'infection';
  if (bed.occupants.length > 0 && !mayStay) return refuse('BED_OCCUPIED');
  const occurredAt = occurredAtOf(command, state);
  return accept({ type: 'BedClosed', bedId, reason, occurredAt, by, at: nowIn(state, command.at) });
}

export function openBed(command: Of<'OpenBed'>, state: BookState): BookDecision {
  const { bedId, by } = command;
  const bed = seenBed(command, state, ['service']);
  if (isRefusal(bed)) return bed;
  if (bed.service.state === 'open') return accept();
  const occurredAt = occurredAtOf(command, state);
  return accept({ type: 'BedOpened', bedId, occurredAt, by, at: nowIn(state, command.at) });
}

function become(command: BedCommand, bed: Bed, readiness: Readiness, state: BookState): BookDecision {
  if (bed.readiness === readiness) return accept();
  const occurredAt = occurredAtOf(command, state);
  const at = nowIn(state, command.at);
  return accept({ type: 'BedReadinessChanged', bedId: bed.bedId, readiness, occurredAt, by: command.by, at });
}

export function startCleaning(command: Of<'StartCleaning'>, state: BookState): BookDecision {
  const bed = seenBed(command, state, ['occupancy', 'readiness']);
  if (isRefusal(bed)) return bed;
  return bed.occupants.length > 0 ? refuse('BED_OCCUPIED') : become(command, bed, 'cleaning', state);
}

/** Cleaning was started by mistake, or broken off. */
export function stopCleaning(command: Of<'StopCleaning'>, state: BookState): BookDecision {
  const bed = seenBed(command, state, ['readiness']);
  if (isRefusal(bed)) return bed;
  return bed.readiness === 'clean' ? refuse('BED_NOT_BEING_CLEANED') : become(command, bed, 'awaiting-clean', state);
}

export function markBedClean(command: Of<'MarkBedClean'>, state: BookState): BookDecision {
  const bed = seenBed(command, state, ['readiness']);
  return isRefusal(bed) ? bed : become(command, bed, 'clean', state);
}

export function markBedNotClean(command: Of<'MarkBedNotClean'>, state: BookState): BookDecision {
  const bed = seenBed(command, state, ['readiness']);
  return isRefusal(bed) ? bed : become(command, bed, 'awaiting-clean', state);
}
