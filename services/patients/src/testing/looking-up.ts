import type { Identity } from '@flow/platform/security/identity';
import { as, until, type Answer, type PatientsInTest } from './patients-in-test';

const PATIENT = `query ($by: PatientBy!) { patient(by: $by) {
  id mergedInto restricted revision deceased birthDate sex
  name { family given } nhsNumber { value display status claimedElsewhere }
  hospitalNumbers { authority value } contact { address postcode phoneMobile gpPractice } death { at notification }
} }`;
interface Shown {
  readonly id: string;
  readonly [field: string]: unknown;
}

export const patientIn = (answer: Answer): Shown | null | undefined =>
  (answer.data as { readonly patient: Shown | null } | undefined)?.patient;

/** Looks up as a bed manager, unless told otherwise. */
export function lookingUpIn(patients: PatientsInTest) {
  const lookUp = async (by: object, identity: Identity = as('bed-manager')) =>
    patients.ask(PATIENT, { by }, { identity });
  /** What the documents say once they have come as far as this revision. */
  const once = async (by: object, revision: number, identity?: Identity) =>
    until(
      () => lookUp(by, identity),
      (answer) => Number(patientIn(answer)?.['revision'] ?? -1) >= revision,
    );
  return { lookUp, once };
}
