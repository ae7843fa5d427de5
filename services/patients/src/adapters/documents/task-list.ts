import type { Filter } from '@flow/platform/documents/documents';
import type { TaskList } from '../../application/ports';
import type { ReadModel } from '../../projections/read-model';

/** Lists tasks from the documents. */
export function taskList(current: () => ReadModel): TaskList {
  return {
    open({ limit, after }) {
      const later: Filter =
        after === undefined
          ? {}
          : {
              $or: [{ raisedAt: { $gt: after.raisedAt } }, { raisedAt: after.raisedAt, _id: { $gt: after.taskId } }],
            };
      return current().tasks.find({ status: 'open', ...later }, { sort: { raisedAt: 1 }, limit });
    },
  };
}
