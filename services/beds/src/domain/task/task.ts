import { accept, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { TaskId, UserId } from '../ids';

/** What people are asked to settle. */
export const TASK_KINDS = [
  /** iPM and the ward say different wards. */
  'location-disputed',
  /** iPM puts the patient in a bed that another has. */
  'bed-taken',
  /** Our people admitted somebody whom iPM has not told of. */
  'provisional-stay',
  /** iPM names a place that no map knows, or none. */
  'unknown-place',
  'discharged-still-in-bed',
  'discharged-here-open-there',
  /** iPM cancelled the admission of a patient whom the ward saw in a bed: nobody knows who lies there. */
  'cancelled-in-bed',
  /** iPM cancelled the admission although the patient had moved since. */
  'cancelled-after-moves',
  'merged-both-in-beds',
  'two-open-stays',
  'hold-displaced',
  'placed-in-closed-bed',
  'visit-deleted',
  'moved-after-discharge',
  /** iPM calls a bed free in which we have somebody. */
  'bed-status-disputed',
] as const;
export type TaskKind = (typeof TASK_KINDS)[number];

export const SUGGESTED_FIXES = [
  'CONFIRM_PLACE',
  'FIND_BED',
  'ADMIT_IN_IPM',
  'MAP_PLACE',
  'DISCHARGE_HERE',
  'DISCHARGE_IN_IPM',
  'IDENTIFY_PATIENT',
  'CHECK_MERGE',
  'CLOSE_ONE_STAY',
  'FIND_OTHER_BED',
  'CHECK_WITH_IPM',
] as const;
export type SuggestedFix = (typeof SUGGESTED_FIXES)[number];

export const OWNER_ROLES = ['ward-clerk', 'bed-manager', 'integration-operator', 'service-manager'] as const;
export type OwnerRole = (typeof OWNER_ROLES)[number];

/** One shared shape for all services: what, about whom, since when, whose, and what to do. Ids and codes only. */
export interface Task {
  readonly taskId: TaskId;
  readonly kind: TaskKind;
  /** The stay or bed that it is about first, then the patient, then what else matters. */
  readonly subjects: readonly string[];
  readonly raisedAt: Instant;
  readonly ownerRole: OwnerRole;
  readonly suggestedFix: SuggestedFix;
}

export type TaskCommand =
  | { readonly type: 'RaiseTask'; readonly task: Task }
  | { readonly type: 'CloseTask'; readonly at: Instant; readonly by: UserId }
  | { readonly type: 'ReopenTask'; readonly at: Instant; readonly by: UserId };

export type TaskEvent =
  | { readonly type: 'TaskRaised'; readonly task: Task }
  | { readonly type: 'TaskClosed'; readonly at: Instant; readonly by: UserId }
  | { readonly type: 'TaskReopened'; readonly at: Instant; readonly by: UserId };

export type TaskState =
  | { readonly status: 'none' }
  | { readonly status: 'open'; readonly task: Task }
  | { readonly status: 'closed'; readonly task: Task; readonly closedAt: Instant };

function decide(command: TaskCommand, state: TaskState): Decision<TaskEvent, never> {
  switch (command.type) {
    case 'RaiseTask':
      // What was settled and is of concern again, for the same cause, is the same task, open once more.
      return state.status !== 'open' ? accept({ type: 'TaskRaised', task: command.task }) : accept();
    case 'CloseTask':
      return state.status === 'open' ? accept({ type: 'TaskClosed', at: command.at, by: command.by }) : accept();
    case 'ReopenTask':
      return state.status === 'closed' ? accept({ type: 'TaskReopened', at: command.at, by: command.by }) : accept();
    default:
      return unreachable(command);
  }
}

function evolve(state: TaskState, event: TaskEvent): TaskState {
  switch (event.type) {
    case 'TaskRaised':
      return { status: 'open', task: event.task };
    case 'TaskClosed':
      return state.status === 'open' ? { status: 'closed', task: state.task, closedAt: event.at } : state;
    case 'TaskReopened':
      return state.status === 'closed' ? { status: 'open', task: state.task } : state;
    default:
      return unreachable(event);
  }
}

export const taskDecider: Decider<TaskCommand, TaskEvent, TaskState, never> = {
  initialState: { status: 'none' },
  decide,
  evolve,
};
