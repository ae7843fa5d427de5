import { holderOf } from '../domain/nhs-number-claim';
import { currentPerson } from './follow-merges';
import type { FoundPatient, NhsNumbers, NumberClaims, NumberOfAuthority, Patients } from './ports';

export interface FindByClaimDeps {
  readonly numbers: NumberClaims;
  readonly patients: Patients;
  readonly nhsNumbers: NhsNumbers;
}

/** The patient whom a number identifies, from the events themselves: also one who was registered a moment ago. */
export async function findByClaim(
  { numbers, patients, nhsNumbers }: FindByClaimDeps,
  number: NumberOfAuthority,
): Promise<FoundPatient | undefined> {
  const patientId = await numbers.namedBy(number);
  const current = patientId && (await currentPerson(patients, patientId));
  if (patientId === undefined || current === undefined) return undefined;
  const { person, records, revision } = current;
  const held = person.nhsNumber;
  const holder = held === null ? undefined : holderOf((await nhsNumbers.load(held.number)).state);
  const nhsNumberClaimedElsewhere = holder !== undefined && holder !== person.patientId;
  return { patientId, person, records, revision, nhsNumberClaimedElsewhere };
}
