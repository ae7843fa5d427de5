import { accept, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';

/** What people are asked to settle. */
export type TaskKind =
  /** A patient was told an NHS number that another was told before. */
  | 'nhs-number-claimed-elsewhere'
  /** A number was told that cannot be an NHS number here; it was not taken. */
  | 'nhs-number-refused'
  /** Patients were merged into each other in a circle; the oldest merge was set aside. */
  | 'merges-contradict';

export type SuggestedFix = 'COMPARE_AND_MERGE' | 'CORRECT_NHS_NUMBER' | 'CHECK_MERGES';

/** One shared shape for all services: what, about whom, since when, whose, and what to do. Ids and codes only. */
export interface Task {
  readonly taskId: string;
  readonly kind: TaskKind;
  /** Patient ids: the patient it is about first. */
  readonly subjects: readonly string[];
  readonly raisedAt: Instant;
  readonly ownerRole: string;
  readonly suggestedFix: SuggestedFix;
}

export type TaskCommand =
  { readonly type: 'RaiseTask'; readonly task: Task } | { readonly type: 'CloseTask'; readonly at: Instant };

export type TaskEvent =
  { readonly type: 'TaskRaised'; readonly task: Task } | { readonly type: 'TaskClosed'; readonly at: Instant };

export type TaskState =
  | { readonly status: 'none' }
  | { readonly status: 'open'; readonly task: Task }
  | { readonly status: 'closed'; readonly task: Task; readonly closedAt: Instant };

function decide(command: TaskCommand, state: TaskState): Decision<TaskEvent, never> {
  switch (command.type) {
    case 'RaiseTask':
      return state.status === 'open' ? accept() : accept({ type: 'TaskRaised', task: command.task });
    case 'CloseTask':
      return state.status === 'open' ? accept({ type: 'TaskClosed', at: command.at }) : accept();
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
    default:
      return unreachable(event);
  }
}

export const taskDecider: Decider<TaskCommand, TaskEvent, TaskState, never> = {
  initialState: { status: 'none' },
  decide,
  evolve,
};
