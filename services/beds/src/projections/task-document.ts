import { taskDecider, type Task, type TaskEvent, type TaskState } from '../domain/task/task';

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

function stateOf(document: TaskDocument | undefined): TaskState {
  if (document === undefined) return { status: 'none' };
  const { taskId, kind, subjects, raisedAt, ownerRole, suggestedFix } = document;
  const task = { taskId, kind, subjects, raisedAt, ownerRole, suggestedFix };
  // The instant was written by us, from an event that was checked.
  return document.closedAt === null
    ? { status: 'open', task }
    : { status: 'closed', task, closedAt: document.closedAt as Task['raisedAt'] };
}

/** The document after the event. One that it holds already leaves it as it is. */
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
