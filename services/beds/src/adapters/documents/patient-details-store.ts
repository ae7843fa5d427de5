import { replaceIfNewer, type Collection, type Document, type Documents } from '@flow/platform/documents/documents';
import type { PatientDetails, PatientDetailsStore } from '../../application/live/patient-details';

interface PatientDetailsDocument extends Document, PatientDetails {
  /** They go then, unless the patient is on a board again. */
  readonly keptUntil: string;
}

export interface KeptPatientDetails extends PatientDetailsStore {
  /** These are on a board now: theirs are kept until then at least. */
  keepUntil(patientIds: readonly string[], until: string): Promise<void>;
  /** Lets go of all that were kept until before then. How many went. */
  forgetBefore(at: string): Promise<number>;
  /** Lets go of these patients'. */
  drop(patientIds: readonly string[]): Promise<void>;
}

/** Details of patients on the boards, and of those who left them a while ago. `keptUntil`: for those that are put here now. */
export async function openPatientDetailsStore(
  documents: Documents,
  keptUntil: () => string,
): Promise<KeptPatientDetails> {
  const collection: Collection<PatientDetailsDocument> = await documents.collection('beds_patients', [
    { fields: ['keptUntil'] },
  ]);
  return {
    async find(patientIds) {
      const found = await collection.find({ _id: { $in: patientIds } }, { limit: patientIds.length });
      return found.map(({ patientId, family, given, sex, birthDate, restricted, deceased, revision }) => ({
        ...{ patientId, family, given, sex, birthDate, restricted, deceased, revision },
      }));
    },
    async keep(details) {
      await replaceIfNewer(collection, { _id: details.patientId, ...details, keptUntil: keptUntil() }, 'revision');
    },
    async keepUntil(patientIds, until) {
      for (const id of patientIds) await collection.updateOne({ _id: id }, { $max: { keptUntil: until } });
    },
    forgetBefore: (at) => collection.deleteMany({ keptUntil: { $lt: at } }),
    async drop(patientIds) {
      await collection.deleteMany({ _id: { $in: patientIds } });
    },
  };
}
