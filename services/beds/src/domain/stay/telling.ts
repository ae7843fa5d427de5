import type { Instant } from '@flow/platform/time/instant';
import type { CanonicalOrder, PatientId } from '../ids';
import type { Place } from '../place';

/** What iPM can say about a stay. The words are ours; HL7's event codes stop at the interface. */
export const TOLD = [
  'ADMITTED',
  'ATTENDED',
  'PRE_ADMITTED',
  'TRANSFERRED',
  'TRANSFER_CANCELLED',
  'DISCHARGED',
  'DISCHARGE_CANCELLED',
  'RECLASSIFIED',
  'CORRECTED',
  'ADMISSION_CANCELLED',
  'ADMISSION_EXPECTED',
  'ADMISSION_EXPECTATION_WITHDRAWN',
  'TRANSFER_REQUESTED',
  'TRANSFER_REQUEST_WITHDRAWN',
  'DISCHARGE_PLANNED',
  'DISCHARGE_PLAN_WITHDRAWN',
  'LEAVE_STARTED',
  'LEAVE_ENDED',
  'LEAVE_START_CANCELLED',
  'LEAVE_END_CANCELLED',
  'VISIT_DELETED',
] as const;
export type Told = (typeof TOLD)[number];

/** Which statement of which message, decoded for the how manieth time. A later decoding replaces the earlier. */
export interface TellingSource {
  readonly partner: string;
  readonly messageId: string;
  readonly decoding: number;
  readonly index: number;
}

/** HL7's three states: absent was not told, null deletes, a value sets. Codes only, no free text. */
export interface StayDetails {
  readonly patientClass?: string | null;
  readonly specialty?: string | null;
  readonly consultant?: string | null;
  readonly admissionMethod?: string | null;
  readonly admissionSource?: string | null;
  readonly dischargeMethod?: string | null;
  readonly dischargeDestination?: string | null;
  readonly readyForDischarge?: boolean | null;
}

/** One statement about one stay, as told: a member of the set that the stay is a function of. */
export interface Telling {
  readonly source: TellingSource;
  readonly told: Told;
  readonly order: CanonicalOrder;
  readonly occurredAt: Instant;
  readonly patientId: PatientId;
  readonly place?: Place | null;
  readonly details: StayDetails;
  /** Expected admission, or for a patient who is in: expected discharge. */
  readonly expectedAt?: Instant | null;
  /** EVN-6 as told: a correction touches a place only when it names our last movement. */
  readonly movementAt?: Instant | null;
  /** One half of an exchange of two patients (HL7 v2.4 §3.3.17, A17). */
  readonly exchange?: true;
}
