import type { EventCodec } from '@flow/platform/decider/event-codec';
import { replaceIfNewer, type Collection } from '@flow/platform/documents/documents';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { taskDocument, type TaskDocument } from '@flow/platform/tasks/task-document';
import type { TaskEvent } from '@flow/platform/tasks/task-events';
import { TASK_PREFIX } from '@flow/platform/tasks/tasks';
import type { InterfaceTaskKind } from '../domain/task/task-kinds';

/** Brings the documents of tasks up to date with events that are all of the interface. Safe to repeat. */
export async function projectTasks(
  tasks: Collection<TaskDocument<InterfaceTaskKind>>,
  { decode }: Pick<EventCodec<TaskEvent<InterfaceTaskKind>>, 'decode'>,
  events: readonly RecordedEvent[],
): Promise<void> {
  for (const event of events) {
    const { stream, revision, position } = event;
    const taskId = stream.slice(TASK_PREFIX.length);
    const before = await tasks.findOne({ _id: taskId });
    const after = taskDocument(before, { taskId, revision, position, event: decode(event) });
    if (after !== before) await replaceIfNewer(tasks, after, 'revision');
  }
}
