import type { Instant } from '@flow/platform/time/instant';
import type { Arrival, PatientDetails } from '../domain/book/commands';
import type { ClosedReason, HoldReason, ToldBedStatus } from '../domain/book/state';
import type { BedId, CanonicalOrder, DeedId, HoldId, PatientId, StayId } from '../domain/ids';
import type { Place } from '../domain/place';
import type { StayDetails, Told } from '../domain/stay/telling';

/** A bed or stay as the person saw it: its id, and the book's count (`seq`) at which it was shown. See row-version.ts. */
export interface SeenRow {
  readonly id: BedId | StayId;
  readonly seq: number;
}

/** On every ward command. */
export interface Acting {
  /** When it was true; absent: now. Never more than 5 minutes ahead. */
  readonly occurredAt?: Instant;
  /** Refused only if a fact that the command depends on has changed since. */
  readonly seen?: readonly SeenRow[];
}

export interface OfStay extends Acting {
  readonly stayId: StayId;
}

export interface OfBed extends Acting {
  readonly bedId: BedId;
}

/** Takes back one deed. Absent: the last one of the stay. */
export interface Reverting extends OfStay {
  readonly deedId?: DeedId;
}

export interface AdmitPatient extends Acting {
  readonly patientId: PatientId;
  readonly arrival: Arrival;
}

export interface MovePatient extends OfStay {
  readonly arrival: Arrival;
}

export interface SwapPatients extends Acting {
  readonly first: StayId;
  readonly second: StayId;
}

export interface RevertSwap extends SwapPatients {
  readonly deedId?: DeedId;
}

export interface HoldBed extends OfBed {
  readonly until: Instant;
  readonly reason: HoldReason;
  readonly patientId: PatientId | null;
  /** Of a hold to be prolonged; absent: a new one. */
  readonly holdId?: HoldId;
}

export interface ReleaseHold extends OfBed {
  readonly holdId: HoldId;
}

export interface CloseBed extends OfBed {
  readonly reason: ClosedReason;
  /** For an infection the patient may stay in the closed bed. */
  readonly keepOccupant?: boolean;
}

/** On everything that iPM tells. */
export interface Telling {
  readonly partner: string;
  readonly messageId: string;
  readonly order: CanonicalOrder;
  readonly occurredAt: Instant;
}

/** One statement about one stay. Absent fields were not told, null deletes. */
export interface TellStay extends Telling {
  /** The how manieth decoding of the message, and which statement of it. */
  readonly decoding: number;
  readonly index: number;
  readonly told: Told;
  readonly patient: PatientDetails;
  /** Absent: no visit number was told, and the patient has one stay for all such messages. */
  readonly visit?: { readonly authority: string; readonly number: string };
  readonly place?: Place | null;
  readonly details: StayDetails;
  readonly expectedAt?: Instant | null;
  readonly movementAt?: Instant | null;
}

/** A later decoding of a message has been told, and an earlier one spoke of this stay. */
export interface TellWithdrawn {
  readonly partner: string;
  readonly messageId: string;
  /** The later one: what earlier ones said of the stay is no longer said. */
  readonly decoding: number;
  readonly patientId: PatientId;
  /** Absent: the stay without a visit number. */
  readonly visit?: { readonly authority: string; readonly number: string };
}

export interface TellSwap {
  readonly first: TellStay;
  readonly second: TellStay;
}

export interface TellPatientsMerged extends Telling {
  readonly survivor: PatientDetails;
  readonly retiredId: PatientId;
}

export interface TellPatientDetails {
  readonly patient: PatientDetails;
}

export interface TellBedStatus extends Telling {
  /** Null: no map knows the bed, and nothing can be noted. */
  readonly bedId: BedId | null;
  readonly status: ToldBedStatus;
}
