import type { PatientDetailsSource } from '../../application/live/patient-details';
import type { Patients } from '../../application/ports';
import { patientId } from '../../domain/ids';

/** The patients service, as far as a rule of the book needs it. */
export const createPatientsPeer = (source: PatientDetailsSource): Patients => ({
  async detailsOf(id) {
    const [found] = await source.fetch([id]);
    if (found === undefined) return undefined;
    const { revision, restricted, deceased } = found;
    return { patientId: patientId(found.patientId), revision, restricted, deceased };
  },
});
