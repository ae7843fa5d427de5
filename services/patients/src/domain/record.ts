import type { Reach } from './contact';
import type { Entries, Identifier } from './details';
import type { CanonicalOrder, PatientId } from './ids';
import type { NeedEntries } from './needs';

/** The newest word on where a patient's record went. `into` is null after an unmerge. */
export interface MergePointer {
  readonly into: PatientId | null;
  readonly order: CanonicalOrder;
}

/**
 * Everything told under one identifying number. Records are never mixed: a merge only points from one to another, so that
 * it can be undone, and so that the same tellings and merges give the same people in whatever order they come.
 */
export interface PatientRecord {
  readonly patientId: PatientId;
  /** The number that identifies this record: the hospital number of the partner's configured authority. */
  readonly number: Identifier;
  readonly entries: Entries;
  /** The oldest telling of each NHS number ever told here: who was told a number first holds it. */
  readonly nhsNumbersFirstTold: Readonly<Record<string, CanonicalOrder>>;
  readonly merge: MergePointer | null;
  /** How the patient may be reached, as people here recorded it; absent until they did. */
  readonly reach?: Reach;
  /** What the patient needs to communicate, as people here recorded it; absent until they did. */
  readonly needs?: NeedEntries;
  /** Every record that this one was ever merged into: each of them must hear when it changes. */
  readonly everMergedInto: readonly PatientId[];
}

/** Another patient's record as it stood at that revision of its own stream. */
export interface NotedRecord extends PatientRecord {
  readonly revision: number;
}

/** Records by patient id. */
export type Records = Readonly<Record<string, PatientRecord>>;
