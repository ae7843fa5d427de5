import { taskDecider, type Task, type TaskEvent, type TaskState } from '../domain/task';

/** A task as people see it in a list. */
export interface TaskDocument extends Task {
  readonly _id: string;
  readonly status: 'open' | 'closed';
  readonly closedAt: string | null;
  readonly revision: number;
  readonly position: string;
}

export interface RecordedTaskEvent {
  readonly taskId: string;
  readonly revision: number;
  readonly position: string;
  readonly event: TaskEvent;
}

/** The document after the event. An event that the document holds already leaves it as it is. */
export function taskDocument(
  before: TaskDocument | undefined,
  { taskId, revision, position, event }: RecordedTaskEvent,
): TaskDocument {
  if (before !== undefined && revision <= before.revision) return before;
  const state = taskDecider.evolve(stateOf(before), event);
  if (state.status === 'none') throw new Error(`Task ${taskId} was closed before it was raised.`);
  const closedAt = state.status === 'closed' ? state.closedAt : null;
  return { _id: taskId, ...state.task, status: state.status, closedAt, revision, position };
}

function stateOf(document: TaskDocument | undefined): TaskState {
  if (document === undefined) return { status: 'none' };
  const { taskId, kind, subjects, raisedAt, ownerRole, suggestedFix } = document;
  return { status: 'open', task: { taskId, kind, subjects, raisedAt, ownerRole, suggestedFix } };
}
