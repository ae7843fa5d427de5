import type { Instant } from '@flow/platform/time/instant';
import type { ToldStay } from '../domain/ledger/told-stays';
import type { BedStatusTelling, PersonTelling, StayTelling, ToldIdentifier } from '../domain/decode/tellings';

/** Which statement of which message: what makes telling it twice the same as telling it once. */
export interface Statement {
  readonly partner: string;
  readonly messageId: string;
  readonly decoding: number;
  /** Number of the step, from 0. */
  readonly index: number;
  /** MSH-9.2. */
  readonly event: string;
  readonly order: string;
  readonly occurredAt: Instant;
}

/** A patient as the patients service knows them now: what beds is told with everything. */
export interface KnownPatient {
  readonly patientId: string;
  readonly revision: number;
  readonly restricted: boolean;
  readonly deceased: boolean;
}

/** The owner says no, and would again. */
export interface Refused {
  readonly refused: string;
}

export interface PersonTold extends KnownPatient {
  readonly refused?: never;
  readonly changed: boolean;
}

export interface MergeTold {
  readonly refused?: never;
  readonly survivor: KnownPatient;
  readonly retiredId: string;
}

export interface BedsTold {
  readonly refused?: never;
  readonly stayId?: string;
  readonly changed: boolean;
  readonly tasks: readonly string[];
}

/**
 * The services that own what iPM speaks of. Every telling may be repeated. Each throws when no answer came, or one that may
 * be another next time: it is told again, for ever.
 */
export interface Owners {
  tellPerson(person: PersonTelling, statement: Statement): Promise<PersonTold | Refused>;
  tellMerge(survivor: PersonTelling, retired: ToldIdentifier, statement: Statement): Promise<MergeTold | Refused>;
  /** Whether a number names a patient of whom somebody has told before. */
  knowsPatient(number: ToldIdentifier): Promise<boolean>;
  tellPatientsMerged(merge: MergeTold, statement: Statement): Promise<BedsTold | Refused>;
  tellPatientDetails(patient: KnownPatient, statement: Statement): Promise<BedsTold | Refused>;
  tellStay(stay: StayTelling, patient: KnownPatient, statement: Statement): Promise<BedsTold | Refused>;
  tellSwap(halves: readonly [SwapHalf, SwapHalf], statement: Statement): Promise<BedsTold | Refused>;
  /** The statement's decoding no longer speaks of this stay, of which one before it spoke. */
  tellWithdrawn(stay: ToldStay, statement: Statement): Promise<BedsTold | Refused>;
  tellBedStatus(status: BedStatusTelling, statement: Statement): Promise<BedsTold | Refused>;
}

export interface SwapHalf {
  readonly stay: StayTelling;
  readonly patient: KnownPatient;
}
