import type { Identity } from '@flow/platform/security/identity';
import { may } from '@flow/schema/rights';
import type { FoundPatient } from '../../application/ports';
import type { PatientId } from '../../domain/ids';
import { displayNhsNumber } from '../../domain/nhs-number';
import type { Person } from '../../domain/person';
import {
  Patient,
  PatientContact,
  PatientDeath,
  PatientIdentifier,
  PatientName,
  PatientNhsNumber,
} from './patient-types';
import { needsOf, reachOf } from './show-care';

/**
 * Whether somebody may know who a restricted patient is, wherever the patient is: the patient of any of these records.
 * Whoever opened one of them by break-glass may.
 */
export function maySeeRestricted(identity: Identity, records: readonly PatientId[]): boolean {
  const { breakGlass = [] } = identity;
  return maySeeAnyRestricted(identity) || breakGlass.some((opened) => records.some((id) => id === opened));
}

/**
 * Whether somebody may know who every restricted patient is. Whoever has some wards or sites alone may only on those boards,
 * which beds shows: where a patient lies is not known here, so that it is refused.
 */
export const maySeeAnyRestricted = ({ roles, scope: { sites, wards } }: Identity): boolean =>
  sites === 'all' && wards === 'all' && may(roles, 'patients.see-restricted');

/** Whether somebody may know who this is. */
export const maySee = (identity: Identity, { person, records }: Pick<FoundPatient, 'person' | 'records'>): boolean =>
  !person.restricted || maySeeRestricted(identity, records);

/** The patient without anything that says who it is. */
const withoutIdentity = ({ patientId, person, revision }: FoundPatient): Patient =>
  Object.assign(new Patient(), {
    id: patientId,
    mergedInto: person.patientId === patientId ? null : person.patientId,
    restricted: person.restricted,
    revision,
  });

/** What this asker may see, and whether that says who the patient is: then the patient is to be reported. */
export function shownTo(
  identity: Identity,
  found: FoundPatient,
): { readonly patient: Patient; readonly identified: boolean } {
  const patient = withoutIdentity(found);
  if (!maySee(identity, found)) return { patient, identified: false };
  return { patient: Object.assign(patient, detailsOf(identity, found)), identified: true };
}

/** Of somebody whom the asker may not know, it is not told that they have the number. */
const isClaimedElsewhere = (identity: Identity, { nhsNumberHolder: holder }: FoundPatient): boolean =>
  holder !== null && (!holder.restricted || maySeeRestricted(identity, holder.records));

function detailsOf(identity: Identity, found: FoundPatient): Partial<Patient> {
  const { person, care } = found;
  const { name, birthDate, sex, death, ethnicCategory, language } = person;
  return {
    name: Object.assign(new PatientName(), name),
    birthDate,
    sex,
    nhsNumber: nhsNumberOf(person, isClaimedElsewhere(identity, found)),
    hospitalNumbers: person.hospitalNumbers.map(identifierFrom),
    otherIdentifiers: person.otherIdentifiers.map(identifierFrom),
    contact: contactOf(person),
    deceased: death !== null,
    death: death && Object.assign(new PatientDeath(), death),
    ethnicCategory,
    language,
    reach: reachOf(care, person.restricted),
    needs: needsOf(care),
  };
}

const identifierFrom = (identifier: Person['hospitalNumbers'][number]): PatientIdentifier =>
  Object.assign(new PatientIdentifier(), identifier);

function nhsNumberOf({ nhsNumber, nhsNumberStatus }: Person, claimedElsewhere: boolean): PatientNhsNumber | null {
  if (nhsNumber === null) return null;
  const { number } = nhsNumber;
  const shown = { value: number, display: displayNhsNumber(number), status: nhsNumberStatus, claimedElsewhere };
  return Object.assign(new PatientNhsNumber(), shown);
}

/** PDS withholds address, telephone and practice of a restricted patient (security code R), and so do we, from everybody. */
function contactOf(person: Person): PatientContact | null {
  if (person.restricted) return null;
  const { address, postcode, phoneHome, phoneMobile, email, gpPractice, gp } = person;
  return Object.assign(new PatientContact(), { address, postcode, phoneHome, phoneMobile, email, gpPractice, gp });
}
