import { replaceIfNewer, type Collection, type Document, type Documents } from '@flow/platform/documents/documents';
import type { PatientDetails, PatientDetailsStore } from '../../application/live/patient-details';

interface PatientDetailsDocument extends Document, PatientDetails {
  /** They go then, unless the patient is on a board again. */
  readonly keptUntil: string;
}

/**
 * In the place of details that were dropped, for as long as theirs would be kept: an instance that asked for them before, and was
 * stopped since, would put them back where nothing stood. No revision passes it.
 */
interface Dropped extends Document {
  readonly dropped: true;
  readonly revision: number;
  readonly keptUntil: string;
}

export interface KeptPatientDetails extends PatientDetailsStore {
  /** These are on a board now: theirs are kept until then at least. */
  keepUntil(patientIds: readonly string[], until: string): Promise<void>;
  /** Lets go of all that were kept until before then. How many went. */
  forgetBefore(at: string): Promise<number>;
  /** Lets go of these patients', and takes none of theirs any more. */
  drop(patientIds: readonly string[]): Promise<void>;
}

/** Details of patients on the boards, and of those who left them a while ago. `keptUntil`: for those that are put here now. */
export async function openPatientDetailsStore(
  documents: Documents,
  keptUntil: () => string,
): Promise<KeptPatientDetails> {
  const collection: Collection<PatientDetailsDocument | Dropped> = await documents.collection('beds_patients', [
    { fields: ['keptUntil'] },
  ]);
  return {
    async find(patientIds) {
      const found = await collection.find({ _id: { $in: patientIds } }, { limit: patientIds.length });
      return found.flatMap((one) => ('dropped' in one ? [] : [detailsIn(one)]));
    },
    async keep(details) {
      await replaceIfNewer(collection, { _id: details.patientId, ...details, keptUntil: keptUntil() }, 'revision');
    },
    async keepUntil(patientIds, until) {
      for (const id of patientIds) await collection.updateOne({ _id: id }, { $max: { keptUntil: until } });
    },
    forgetBefore: (at) => collection.deleteMany({ keptUntil: { $lt: at } }),
    async drop(patientIds) {
      for (const _id of patientIds) {
        const dropped = { _id, dropped: true, revision: Number.MAX_SAFE_INTEGER, keptUntil: keptUntil() } as const;
        await replaceIfNewer(collection, dropped, 'revision');
      }
    },
  };
}

const detailsIn = (kept: PatientDetailsDocument): PatientDetails => {
  const { patientId, family, given, sex, birthDate, restricted, deceased, revision } = kept;
  return { patientId, family, given, sex, birthDate, restricted, deceased, revision };
};
