import { derivedId } from '@flow/platform/ids/ids';
import { stayId, type PatientId, type StayId } from '../domain/ids';

/** Which stay somebody speaks of. */
export interface VisitOfPatient {
  /** Absent: no visit number was told, and the patient has one stay for all such messages. */
  readonly visit?: { readonly authority: string; readonly number: string };
  readonly patient: { readonly patientId: PatientId };
}

/** The same visit is the same stay, whichever instance is told of it and however often. */
export const stayOfVisit = ({ visit, patient }: VisitOfPatient): StayId =>
  stayId(
    visit === undefined
      ? derivedId('visit-of-patient', patient.patientId)
      : derivedId('visit', visit.authority, visit.number),
  );
