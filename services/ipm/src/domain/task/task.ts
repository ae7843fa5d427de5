import { accept, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';

/** What people are asked to settle. */
export type TaskKind =
  /** iPM names a place that the partner's map does not know. Its subject is the place's id; the words are in the message. */
  | 'place-unmapped'
  /** iPM deleted a person; we never do. Its subject is the message. */
  | 'person-delete-told';

export type SuggestedFix = 'MAP_PLACE' | 'CHECK_PERSON_WITH_IPM';

/** One shared shape for all services: what, about what, since when, whose, and what to do. Ids and codes only. */
export interface Task {
  readonly taskId: string;
  readonly kind: TaskKind;
  readonly subjects: readonly string[];
  readonly raisedAt: Instant;
  readonly ownerRole: 'integration-operator' | 'service-manager';
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
      // A place may fall out of the map again: then it is asked for again.
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

export const taskStream = (taskId: string): string => `task-${taskId}`;

/** Tasks of every service begin with this. */
export const TASK_PREFIX = 'task-';
