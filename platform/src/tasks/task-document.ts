import type { Document } from '../documents/documents';
import type { Instant } from '../time/instant';
import type { Task } from './task';
import type { SettledAs, TaskEvent } from './task-events';
import { unreachable } from '../decider/decider';

/** A task as it is listed. Documents of earlier versions have nothing where null stands. */
export interface TaskDocument<Kind extends string = string> extends Task<Kind>, Document {
  readonly status: 'open' | 'closed';
  readonly closedAt: Instant | null;
  readonly closedBy: string | null;
  readonly closedAs: SettledAs | null;
  /** Also of a claim that has lapsed since. Null where it is closed. */
  readonly claimedBy: string | null;
  readonly claimedAt: Instant | null;
  readonly revision: number;
  readonly position: string;
}

/** An event of a task's stream, and where it stands. */
export interface RecordedTaskEvent<Kind extends string> {
  readonly taskId: string;
  readonly revision: number;
  readonly position: string;
  readonly event: TaskEvent<Kind>;
}

const OPEN = { status: 'open', closedAt: null, closedBy: null, closedAs: null } as const;
const UNCLAIMED = { claimedBy: null, claimedAt: null } as const;

function following<Kind extends string>(
  before: TaskDocument<Kind>,
  event: Exclude<TaskEvent<Kind>, { readonly type: 'TaskRaised' }>,
): TaskDocument<Kind> {
  switch (event.type) {
    case 'TaskClosed': {
      const { at: closedAt, by: closedBy = null, as: closedAs = null } = event;
      return { ...before, ...UNCLAIMED, status: 'closed', closedAt, closedBy, closedAs };
    }
    case 'TaskReopened':
      return { ...before, ...OPEN, ...UNCLAIMED };
    case 'TaskClaimed':
      return { ...before, claimedBy: event.by, claimedAt: event.at };
    case 'TaskReleased':
      return { ...before, ...UNCLAIMED };
    default:
      return unreachable(event);
  }
}

/** The document after the event. One that it holds already leaves it as it is. */
export function taskDocument<Kind extends string>(
  before: TaskDocument<Kind> | undefined,
  { taskId, revision, position, event }: RecordedTaskEvent<Kind>,
): TaskDocument<Kind> {
  if (before !== undefined && revision <= before.revision) return before;
  if (event.type === 'TaskRaised') {
    return { _id: taskId, ...event.task, ...OPEN, ...UNCLAIMED, revision, position };
  }
  if (before === undefined) throw new Error(`Task ${taskId} was ${event.type} before it was raised.`);
  return { ...following(before, event), revision, position };
}
