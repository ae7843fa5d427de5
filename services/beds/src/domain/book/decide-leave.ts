import { accept, reject } from '@flow/platform/decider/decider';
import { nowIn, refuse, stayChangedSince, type BookDecision } from './asking';
import type { WardCommand } from './commands';
import { isDone } from './decide-admit';
import { stayFault } from './decide-move';
import { doneBy } from './moves';
import type { BookState } from './state';

type Of<Type extends WardCommand['type']> = Extract<WardCommand, { type: Type }>;

/** The patient goes home for a while and keeps the bed. */
export function startLeave(command: Of<'StartLeave'>, state: BookState): BookDecision {
  const { stayId, by } = command;
  const stay = state.stays.get(stayId);
  if (stay === undefined) return refuse('STAY_UNKNOWN');
  if (isDone(stay, command.deedId)) return accept();
  const fault = stayFault(command, stay);
  if (fault !== undefined) return fault;
  if (stay.leave !== null) return refuse('PATIENT_ON_LEAVE');
  const deed = { kind: 'leave-started' as const, ...doneBy(command, state, stay) };
  return accept({ type: 'LeaveStarted', stayId, deed, by, at: nowIn(state, command.at) });
}

export function endLeave(command: Of<'EndLeave'>, state: BookState): BookDecision {
  const { stayId, by } = command;
  const stay = state.stays.get(stayId);
  if (stay === undefined) return refuse('STAY_UNKNOWN');
  if (isDone(stay, command.deedId)) return accept();
  const fault = stayFault(command, stay);
  if (fault !== undefined) return fault;
  if (stay.leave === null) return refuse('PATIENT_NOT_ON_LEAVE');
  const deed = { kind: 'leave-ended' as const, ...doneBy(command, state, stay) };
  return accept({ type: 'LeaveEnded', stayId, deed, by, at: nowIn(state, command.at) });
}

/** Takes back that a leave began or ended, while that is the last thing done to the stay. */
export function revertLeave(command: Of<'CancelLeaveStart' | 'CancelLeaveEnd'>, state: BookState): BookDecision {
  const { stayId, deedId, by } = command;
  const stay = state.stays.get(stayId);
  if (stay === undefined) return refuse('STAY_UNKNOWN');
  if (stay.withdrawn.includes(deedId)) return accept();
  const change = stayChangedSince(command, stay);
  if (change !== undefined) return reject(change);
  const kind = command.type === 'CancelLeaveStart' ? 'leave-started' : 'leave-ended';
  const last = stay.deeds.at(-1);
  if (last?.deedId !== deedId || last.kind !== kind || stay.undo?.deedId !== deedId) return refuse('NOT_THE_LAST_DEED');
  const at = nowIn(state, command.at);
  const occurredAt = command.occurredAt ?? at;
  return accept({ type: 'LeaveReverted', stayId, withdraws: deedId, leave: stay.undo.leave, occurredAt, by, at });
}

export function settleDispute(command: Of<'SettleDispute'>, state: BookState): BookDecision {
  const { stayId, by } = command;
  const stay = state.stays.get(stayId);
  if (stay === undefined) return refuse('STAY_UNKNOWN');
  const change = stayChangedSince(command, stay);
  if (change !== undefined) return reject(change);
  if (stay.disputed === null) return stay.settled === null ? refuse('NOT_DISPUTED') : accept();
  return accept({ type: 'DisputeSettled', stayId, by, at: nowIn(state, command.at) });
}
