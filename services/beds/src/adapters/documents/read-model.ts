import type { Documents } from '@flow/platform/documents/documents';
import type { TaskDocument } from '@flow/platform/tasks/task-document';
import { TASK_INDEXES } from '@flow/platform/tasks/task-list';
import type { TaskKind } from '../../domain/task/task-kinds';
import type { BedHistoryDocument } from '../../projections/bed-history';
import type { ReadModel } from '../../projections/read-model';
import type { StayDocument } from '../../projections/stay-document';

/** The collections of a read model and their indexes. A rebuild fills others beside them, under other names. */
export async function openReadModel(documents: Documents, named: (collection: string) => string): Promise<ReadModel> {
  return {
    stays: await documents.collection<StayDocument>(named('beds_stays'), [
      { fields: ['patientId', 'begins'] },
      { fields: ['status', 'begins'] },
    ]),
    tasks: await documents.collection<TaskDocument<TaskKind>>(named('beds_tasks'), TASK_INDEXES),
    bedHistory: await documents.collection<BedHistoryDocument>(named('beds_bed_history'), [
      { fields: ['bedId', 'position'] },
    ]),
  };
}
