import { instant, type Instant } from '@flow/platform/time/instant';
import type {
  TellBedStatus,
  TellPatientDetails,
  TellPatientsMerged,
  TellStay,
  TellWithdrawn,
  Telling,
} from '../../application/beds-inputs';
import type { PatientDetails } from '../../domain/book/commands';
import type { ToldBedStatus } from '../../domain/book/state';
import { bayId, bedId, canonicalOrder, patientId, wardId } from '../../domain/ids';
import type { Place } from '../../domain/place';
import { TOLD, type StayDetails, type Told } from '../../domain/stay/telling';
import type {
  TellBedStatusInput,
  TellingInput,
  TellPatientDetailsInput,
  TellPatientsMergedInput,
  TellStayInput,
  TellWithdrawnInput,
  ToldPlaceInput,
} from './tell-inputs';

/** Each throws RangeError for a value that is not of its kind. */
const tellingOf = ({ partner, messageId, order, occurredAt }: TellingInput): Telling => ({
  ...{ partner, messageId, order: canonicalOrder(order), occurredAt: instant(occurredAt) },
});

interface OfPatient {
  readonly patientRevision: number;
  readonly restricted: boolean;
  readonly deceased: boolean;
}

const detailsOfPatient = (id: string, { patientRevision, restricted, deceased }: OfPatient): PatientDetails => ({
  ...{ patientId: patientId(id), revision: patientRevision, restricted, deceased },
});

const id = <Id>(made: (text: string) => Id, text: string | null | undefined): Id | null =>
  text == null ? null : made(text);

/** A place that no map knows keeps the id that the interface gave it. */
const placeOf = (place: ToldPlaceInput): Place => ({
  wardId: id(wardId, place.wardId),
  bayId: id(bayId, place.bayId),
  bedId: id(bedId, place.bedId),
  unmappedId: place.unmappedPlaceId ?? null,
});

const CODES = [
  'patientClass',
  'specialty',
  'consultant',
  'admissionMethod',
  'admissionSource',
  'dischargeMethod',
  'dischargeDestination',
  'readyForDischarge',
] as const satisfies readonly (keyof StayDetails)[];

/** GraphQL gives a field that was not told as undefined: it is left out. */
const detailsOf = (input: TellStayInput): StayDetails =>
  Object.fromEntries(CODES.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]]])));

function toldOf(word: string): Told {
  const told = TOLD.find((known) => known === word);
  if (told === undefined) throw new RangeError('Not a word of StayTelling.');
  return told;
}

const moment = (text: string | null): Instant | null => (text === null ? null : instant(text));

export function tellStayOf(input: TellStayInput): TellStay {
  const { decoding, index, told, visit, place, expectedAt, movementAt } = input;
  return {
    ...tellingOf(input),
    ...{
      decoding,
      index,
      told: toldOf(told),
      patient: detailsOfPatient(input.patientId, input),
      details: detailsOf(input),
    },
    ...(visit != null && { visit: { authority: visit.authority, number: visit.number } }),
    ...(place !== undefined && { place: place === null ? null : placeOf(place) }),
    ...(expectedAt !== undefined && { expectedAt: moment(expectedAt) }),
    ...(movementAt !== undefined && { movementAt: moment(movementAt) }),
  };
}

export const tellWithdrawnOf = (input: TellWithdrawnInput): TellWithdrawn => {
  const { partner, messageId, decoding, visit } = input;
  return {
    ...{ partner, messageId, decoding, patientId: patientId(input.patientId) },
    ...(visit != null && { visit: { authority: visit.authority, number: visit.number } }),
  };
};

export const tellPatientsMergedOf = (input: TellPatientsMergedInput): TellPatientsMerged => ({
  ...tellingOf(input),
  survivor: detailsOfPatient(input.survivorId, input),
  retiredId: patientId(input.retiredId),
});

export const tellPatientDetailsOf = (input: TellPatientDetailsInput): TellPatientDetails => ({
  patient: detailsOfPatient(input.patientId, input),
});

/** HL7 table 0116. */
const STATUSES: Readonly<Record<string, ToldBedStatus>> = {
  C: 'closed',
  H: 'housekeeping',
  I: 'isolated',
  K: 'contaminated',
  O: 'occupied',
  U: 'unoccupied',
};

export function tellBedStatusOf(input: TellBedStatusInput): TellBedStatus {
  const status = STATUSES[input.status];
  if (status === undefined) throw new RangeError('Not a code of HL7 table 0116.');
  return { ...tellingOf(input), bedId: id(bedId, input.place.bedId), status };
}

/**
 * What makes a telling the same telling again: what the partner said. What the patients service knew of the patient by then
 * may be newer when it is told again after a crash.
 */
export function saidIn(input: object): object {
  const said = { ...input, patientRevision: undefined, restricted: undefined, deceased: undefined };
  return { ...said, patientId: undefined, survivorId: undefined, retiredId: undefined };
}
