import type { DetailField, Entries } from '../domain/details';
import type { PatientId } from '../domain/ids';
import { personIn, recordIdsIn, withEvent, type KnownRecords } from '../domain/patient';
import type { PatientRecord } from '../domain/record';
import { searchKeysOf } from '../domain/search/keys';
import type { RecordedPatientEvent } from './patient-document';

/** By what a person is found. Stands at `revision` of its own stream. */
export interface SearchDocument {
  readonly _id: string;
  readonly keys: readonly string[];
  readonly restricted: boolean;
  readonly records: readonly PatientId[];
  /** What the next event is applied to: of each record what a search looks at. */
  readonly state: KnownRecords;
  readonly revision: number;
  readonly position: string;
}

/** One key of one person, kept under the key itself: a search is a walk along ids. */
export interface SearchRow {
  readonly _id: string;
  readonly revision: number;
}

const LOOKED_AT: readonly DetailField[] = [
  'family',
  'given',
  'middle',
  'birthDate',
  'nhsNumber',
  'otherIdentifiers',
  'phoneHome',
  'phoneMobile',
  'shielded',
];

/** The document after the event, which must be the next one of its stream. An event that it holds already leaves it as it is. */
export function searchDocument(
  before: SearchDocument | undefined,
  { patientId, revision, position, event }: RecordedPatientEvent,
): SearchDocument {
  const held = before?.revision ?? -1;
  if (before !== undefined && revision <= held) return before;
  if (revision !== held + 1) throw new Error(`Patient ${patientId}: event ${revision} came after event ${held}.`);
  const evolved = withEvent(before?.state ?? null, event);
  const noted = Object.fromEntries(Object.entries(evolved.noted).map(([id, record]) => [id, narrowed(record)]));
  const state = { record: narrowed(evolved.record), noted };
  return {
    _id: patientId,
    keys: searchKeysOf(state),
    restricted: personIn(state)?.restricted ?? false,
    records: recordIdsIn(state),
    state,
    revision,
    position,
  };
}

function narrowed<Kept extends PatientRecord>(record: Kept): Kept {
  const entries: Entries = Object.fromEntries(
    LOOKED_AT.flatMap((field) => {
      const entry = record.entries[field];
      return entry === undefined ? [] : [[field, entry]];
    }),
  );
  return { ...record, entries };
}

const RESTRICTED = 'restricted/';
const OPEN = 'open/';

/** Rows of restricted people stand apart, so that nothing of a search among the others depends on them. */
export const SPACES = { open: OPEN, restricted: RESTRICTED } as const;

export const rowsOf = ({ keys, restricted }: Pick<SearchDocument, 'keys' | 'restricted'>): readonly string[] =>
  keys.map((key) => `${restricted ? RESTRICTED : OPEN}${key}`);
