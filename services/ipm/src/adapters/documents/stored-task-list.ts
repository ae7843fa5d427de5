import { replaceIfNewer, type Document, type Documents } from '@flow/platform/documents/documents';
import type { Position } from '@flow/platform/event-store/event-store';
import type { ListedTask, TaskListStore } from '../../projections/task-list';

interface TaskDocument extends Document {
  readonly task: ListedTask;
  readonly position: Position;
}

export interface StoredTaskList extends TaskListStore {
  /** By id, after this one. */
  list(
    status: ListedTask['status'],
    page: { readonly first: number; readonly after?: string },
  ): Promise<readonly ListedTask[]>;
}

export const TASKS = 'ipm-tasks';

/** `name`: of the collection, which a rebuild chooses. */
export async function openStoredTaskList(documents: Documents, name = TASKS): Promise<StoredTaskList> {
  const collection = await documents.collection<TaskDocument>(name, [{ fields: ['task.status'] }]);
  return {
    findStanding: (taskId) => collection.findOne({ _id: taskId }),
    async save(task, position) {
      await replaceIfNewer(collection, { _id: task.task.taskId, task, position }, 'position');
    },
    async list(status, { first, after }) {
      const filter = { 'task.status': status, ...(after !== undefined && { _id: { $gt: after } }) };
      return (await collection.find(filter, { limit: first })).map(({ task }) => task);
    },
  };
}
