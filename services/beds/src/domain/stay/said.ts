import type { Instant } from '@flow/platform/time/instant';
import type { Place } from '../place';
import type { StayDetails, Told, Telling } from './telling';

/** What the tellings say besides where the patient is: each field as the last who told it said it. */
export interface Said {
  readonly details: StayDetails;
  readonly expectedAdmissionAt: Instant | null;
  readonly expectedDischargeAt: Instant | null;
  readonly requestedPlace: Place | null;
  /** An admission was announced. */
  readonly expected: boolean;
}

export const NOTHING_SAID: Said = {
  details: {},
  expectedAdmissionAt: null,
  expectedDischargeAt: null,
  requestedPlace: null,
  expected: false,
};

const ANNOUNCES: readonly Told[] = ['PRE_ADMITTED', 'ADMISSION_EXPECTED'];
/** What was asked for has happened, or will not. */
const ANSWERS_REQUEST: readonly Told[] = ['ADMITTED', 'TRANSFERRED', 'DISCHARGED'];

function requestedPlace(said: Said, telling: Telling): Place | null {
  if (ANSWERS_REQUEST.includes(telling.told)) return null;
  const asks = telling.told === 'TRANSFER_REQUESTED' || ANNOUNCES.includes(telling.told);
  return (asks ? telling.place : undefined) ?? said.requestedPlace;
}

/** The state after one telling more. `isIn`: the patient is in by now, so that what is expected is their discharge. */
export function heard(said: Said, telling: Telling, isIn: boolean): Said {
  const announces = ANNOUNCES.includes(telling.told);
  const next: Said = {
    ...said,
    details: { ...said.details, ...telling.details },
    requestedPlace: requestedPlace(said, telling),
    expected: said.expected || announces,
  };
  const { expectedAt } = telling;
  if (expectedAt === undefined) return next;
  return isIn && !announces
    ? { ...next, expectedDischargeAt: expectedAt }
    : { ...next, expectedAdmissionAt: expectedAt };
}

/** The codes of a stay with null for what nobody told; how it ended only while it has. */
export const codesOf = ({ details }: Said, hasEnded: boolean) => ({
  readyForDischarge: details.readyForDischarge ?? null,
  patientClass: details.patientClass ?? null,
  specialty: details.specialty ?? null,
  consultant: details.consultant ?? null,
  admissionMethod: details.admissionMethod ?? null,
  admissionSource: details.admissionSource ?? null,
  dischargeMethod: (hasEnded ? details.dischargeMethod : null) ?? null,
  dischargeDestination: (hasEnded ? details.dischargeDestination : null) ?? null,
});
