import type { Instant } from '@flow/platform/time/instant';

/** HL7's three states of a value: absent = not told, null = delete, a value = set. */
type ThreeState<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | null };

export interface ToldIdentifier {
  readonly authority: string;
  readonly value: string;
  readonly type?: string;
}

/** Fields of a person, as the patients service takes them. Dates are London calendar dates, `2026-01-31`. */
export interface PersonFields {
  readonly nhsNumber: string;
  /** NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE: 01 to 08. */
  readonly nhsNumberStatus: string;
  readonly family: string;
  readonly given: string;
  readonly middle: string;
  readonly title: string;
  readonly birthDate: string;
  /** 1, 2, 9 or X. */
  readonly sex: string;
  readonly address: readonly string[];
  readonly postcode: string;
  readonly phoneHome: string;
  readonly phoneMobile: string;
  readonly email: string;
  readonly gpPractice: string;
  readonly gp: string;
  readonly deceased: boolean;
  /** An instant, or a London date where no time was told. */
  readonly deceasedAt: string;
  readonly ethnicCategory: string;
  readonly language: string;
  readonly shielded: boolean;
}

export interface PersonTelling extends ThreeState<PersonFields> {
  /** The number that identifies, under the partner's configured authority. */
  readonly hospitalNumber?: ToldIdentifier;
  readonly otherIdentifiers?: readonly ToldIdentifier[];
}

/** What can be told of a stay: the words of the beds service. */
export type StayTold =
  | 'ADMITTED'
  | 'ATTENDED'
  | 'PRE_ADMITTED'
  | 'TRANSFERRED'
  | 'TRANSFER_CANCELLED'
  | 'DISCHARGED'
  | 'DISCHARGE_CANCELLED'
  | 'RECLASSIFIED'
  | 'CORRECTED'
  | 'ADMISSION_CANCELLED'
  | 'ADMISSION_EXPECTED'
  | 'ADMISSION_EXPECTATION_WITHDRAWN'
  | 'TRANSFER_REQUESTED'
  | 'TRANSFER_REQUEST_WITHDRAWN'
  | 'DISCHARGE_PLANNED'
  | 'DISCHARGE_PLAN_WITHDRAWN'
  | 'LEAVE_STARTED'
  | 'LEAVE_ENDED'
  | 'LEAVE_START_CANCELLED'
  | 'LEAVE_END_CANCELLED'
  | 'VISIT_DELETED';

/** Where a patient was told to be, in our ids, as finely as the partner's map knows it. */
export interface ToldPlace {
  readonly wardId?: string;
  readonly bayId?: string;
  readonly bedId?: string;
  /** Something of the place that no map knows. */
  readonly unmappedPlaceId?: string;
}

/** Codes of a stay: never free text. */
export interface StayCodes {
  readonly patientClass: string;
  readonly specialty: string;
  readonly consultant: string;
  readonly admissionMethod: string;
  readonly admissionSource: string;
  readonly dischargeMethod: string;
  readonly dischargeDestination: string;
  readonly readyForDischarge: boolean;
  readonly expectedAt: Instant;
}

export interface StayTelling extends ThreeState<StayCodes> {
  readonly told: StayTold;
  /** Absent: no visit number was told. */
  readonly visit?: { readonly authority: string; readonly number: string };
  readonly place?: ToldPlace;
  readonly priorPlace?: ToldPlace;
  /** EVN-6 as told. */
  readonly movementAt?: Instant;
}

export interface BedStatusTelling {
  readonly place: ToldPlace;
  /** HL7 table 0116: C, H, I, K, O or U. */
  readonly status: string;
}
