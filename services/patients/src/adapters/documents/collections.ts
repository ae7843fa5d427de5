import type { Documents } from '@flow/platform/documents/documents';
import type { TaskDocument } from '@flow/platform/tasks/task-document';
import { TASK_INDEXES } from '@flow/platform/tasks/task-list';
import type { PatientTaskKind } from '../../domain/task-kinds';
import type { ErasureDocument } from '../../projections/erasure-document';
import { erasable } from '../../projections/gone';
import type { NhsNumberDocument } from '../../projections/nhs-number-document';
import type { NoteDocument } from '../../projections/note-document';
import type { PatientDocument } from '../../projections/patient-document';
import type { ReadModel } from '../../projections/read-model';

/** The collections of a read model and their indexes. A rebuild fills others, under other names. */
export async function openReadModel(documents: Documents, named: (collection: string) => string): Promise<ReadModel> {
  return {
    patients: erasable<PatientDocument>(
      await documents.collection(named('patients'), [
        { fields: ['number'] },
        { fields: ['otherNumbers'] },
        { fields: ['nhsNumber'] },
      ]),
    ),
    nhsNumbers: await documents.collection<NhsNumberDocument>(named('nhs_numbers'), []),
    notes: await documents.collection<NoteDocument>(named('notes'), [
      { fields: ['patientId', 'writtenAt'] },
      { fields: ['writtenAt'] },
      { fields: ['kind'] },
    ]),
    tasks: await documents.collection<TaskDocument<PatientTaskKind>>(named('tasks'), TASK_INDEXES),
    erasures: await documents.collection<ErasureDocument>(named('erasures'), [{ fields: ['patientIds'] }]),
  };
}
