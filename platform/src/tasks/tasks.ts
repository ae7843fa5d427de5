import type { CommandContext, Handled } from '../decider/handler';
import type { TaskId } from './task';
import type { TaskState } from './task-decider';
import type { KeepTask, TaskEvent, TaskRejection, WorkOnTask } from './task-events';

export const TASK_PREFIX = 'task-';

/** What people are asked to settle, a stream each. */
export interface Tasks<Kind extends string> {
  /** Raises a task, or closes it with its cause. */
  handle(taskId: TaskId, command: KeepTask<Kind>, context: CommandContext): Promise<Handled<TaskEvent<Kind>, never>>;
  /** What a person does about it. */
  work(taskId: TaskId, command: WorkOnTask, context: CommandContext): Promise<Handled<TaskEvent<Kind>, TaskRejection>>;
  load(taskId: TaskId): Promise<{ readonly state: TaskState<Kind> }>;
}

/** What raised or closed a task: its decider refuses neither. */
export function kept<Kind extends string>(
  handled: Handled<TaskEvent<Kind>, TaskRejection>,
): Handled<TaskEvent<Kind>, never> {
  if (handled.outcome === 'rejected') throw new Error(`A task refused what it cannot: ${handled.rejection.code}.`);
  return handled;
}
