import { isPatientId, type PatientId } from '../domain/ids';
import { holderOf } from '../domain/nhs-number-claim';
import { currentPerson } from './follow-merges';
import type { FoundPatient, NhsNumbers, NumberClaims, NumberOfAuthority, Patients } from './ports';

export interface FindByClaimDeps {
  readonly numbers: NumberClaims;
  readonly patients: Patients;
  readonly nhsNumbers: NhsNumbers;
}

/** The patient whom a number identifies, from the events themselves: also one who was registered a moment ago. */
export async function findByClaim(deps: FindByClaimDeps, number: NumberOfAuthority): Promise<FoundPatient | undefined> {
  const patientId = await deps.numbers.namedBy(number);
  return patientId && findInEvents(deps, patientId);
}

/** A patient from the events themselves. Undefined when never registered. */
export async function findInEvents(
  { patients, nhsNumbers }: Pick<FindByClaimDeps, 'patients' | 'nhsNumbers'>,
  patientId: PatientId,
): Promise<FoundPatient | undefined> {
  const current = await currentPerson(patients, patientId);
  if (current === undefined) return undefined;
  const { person, records, care, revision } = current;
  const held = person.nhsNumber;
  const holder = held === null ? undefined : holderOf((await nhsNumbers.load(held.number)).state);
  const elsewhere = holder !== undefined && holder !== person.patientId && isPatientId(holder);
  const other = elsewhere ? await currentPerson(patients, holder) : undefined;
  const nhsNumberHolder = other ? { restricted: other.person.restricted, records: other.records } : null;
  return { patientId, person, records, care, revision, nhsNumberHolder };
}
