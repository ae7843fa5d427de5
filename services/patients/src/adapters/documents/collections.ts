import type { Documents } from '@flow/platform/documents/documents';
import type { NhsNumberDocument } from '../../projections/nhs-number-document';
import type { PatientDocument } from '../../projections/patient-document';
import type { ReadModel } from '../../projections/read-model';
import type { TaskDocument } from '../../projections/task-document';

/** The collections of a read model and their indexes. A rebuild fills a second one, under another suffix. */
export async function openReadModel(documents: Documents, suffix = ''): Promise<ReadModel> {
  return {
    patients: await documents.collection<PatientDocument>(`patients${suffix}`, [
      { fields: ['number'] },
      { fields: ['otherNumbers'] },
      { fields: ['nhsNumber'] },
    ]),
    nhsNumbers: await documents.collection<NhsNumberDocument>(`patients_nhs_numbers${suffix}`, []),
    tasks: await documents.collection<TaskDocument>(`patients_tasks${suffix}`, [{ fields: ['status', 'raisedAt'] }]),
  };
}
