import type { ToldIdentifier } from '../domain/decode/tellings';

/** What the interface must know of a patient before it shows anybody a message about them. */
export interface PatientLookedUp {
  /** Ids of the records that are this patient, as far as they are asked about: the one in use is among them. */
  readonly records: readonly string[];
  readonly restricted: boolean;
}

/** The patients service, asked by us for ourselves. Throws when it does not answer: then nothing is shown. */
export interface PatientLookups {
  /** Of those whom it knows, by id. */
  byIds(ids: readonly string[]): Promise<ReadonlyMap<string, PatientLookedUp>>;
  byHospitalNumber(number: ToldIdentifier): Promise<PatientLookedUp | undefined>;
  /** Undefined also for what is no NHS number. */
  byNhsNumber(number: string): Promise<PatientLookedUp | undefined>;
}
