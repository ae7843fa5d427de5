import type { Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import { taskDecider, type TaskEvent, type TaskState } from '../domain/task/task';

/** A task as it is listed. */
export type ListedTask = Exclude<TaskState, { readonly status: 'none' }>;

interface Known {
  readonly task: ListedTask;
  readonly position: Position;
}

/** What the projection needs from wherever tasks are listed. */
export interface TaskListStore {
  findStanding(taskId: string): Promise<Known | undefined>;
  /** Keeps the one held where that is as new. */
  save(task: ListedTask, position: Position): Promise<void>;
}

/** Other services raise tasks in streams of the same category: `decode` gives undefined for theirs. */
export async function projectTasks(
  tasks: TaskListStore,
  decode: (event: RecordedEvent) => TaskEvent | undefined,
  events: readonly RecordedEvent[],
): Promise<void> {
  for (const event of events) {
    const told = decode(event);
    if (told === undefined) continue;
    const taskId = event.stream.slice('task-'.length);
    const known = await tasks.findStanding(taskId);
    if (known !== undefined && event.position <= known.position) continue;
    const next = taskDecider.evolve(known?.task ?? { status: 'none' }, told);
    if (next.status !== 'none') await tasks.save(next, event.position);
  }
}
