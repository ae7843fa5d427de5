/** What a board shows of a patient, as the patients service last gave it. */
export interface PatientDetails {
  readonly patientId: string;
  readonly family: string | null;
  readonly given: string | null;
  /** 1, 2, 9 or X (NHS Data Dictionary, PERSON STATED GENDER CODE). */
  readonly sex: string | null;
  /** A London calendar date. */
  readonly birthDate: string | null;
  readonly restricted: boolean;
  readonly deceased: boolean;
  /** The patient's revision that this was read at. */
  readonly revision: number;
}

/** Asks the patients service. At most 100 ids at once; a patient that it does not know is left out. */
export interface PatientDetailsSource {
  fetch(patientIds: readonly string[]): Promise<readonly PatientDetails[]>;
}

/** Where details are kept between starts. Never steps back to an older revision. */
export interface PatientDetailsStore {
  find(patientIds: readonly string[]): Promise<readonly PatientDetails[]>;
  keep(details: PatientDetails): Promise<void>;
}
