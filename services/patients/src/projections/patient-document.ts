import { withEvent, type KnownRecords, type PatientEvent } from '../domain/patient';
import type { Identifier } from '../domain/details';
import { personOf, type Person } from '../domain/person';

/** A patient as people look for and read one. Stands at `revision` of its own stream. */
export interface PatientDocument {
  readonly _id: string;
  /** The number that identifies this record, with its authority. */
  readonly number: string;
  /** Numbers that name the person elsewhere; none of a record that was merged. */
  readonly otherNumbers: readonly string[];
  /** Null for none, and for a record that was merged: the survivor shows it. */
  readonly nhsNumber: string | null;
  readonly mergedInto: string | null;
  readonly person: Person;
  /** What the next event is applied to. */
  readonly state: KnownRecords;
  readonly revision: number;
  readonly position: string;
}

export interface RecordedPatientEvent {
  readonly patientId: string;
  readonly revision: number;
  readonly position: string;
  readonly event: PatientEvent;
}

/** One text for a number and its authority, with no two pairs alike. */
export const numberKey = ({ authority, value }: Pick<Identifier, 'authority' | 'value'>): string =>
  `${authority.length}:${authority}|${value}`;

/**
 * The document after the event, which must be the next one of its stream. Pure, so that a rebuild gives the same
 * documents. An event that the document holds already leaves it as it is.
 */
export function patientDocument(
  before: PatientDocument | undefined,
  { patientId, revision, position, event }: RecordedPatientEvent,
): PatientDocument {
  const held = before?.revision ?? -1;
  if (before !== undefined && revision <= held) return before;
  if (revision !== held + 1) throw new Error(`Patient ${patientId}: event ${revision} came after event ${held}.`);
  return { ...described(withEvent(before?.state ?? null, event)), revision, position };
}

function described(state: KnownRecords): Omit<PatientDocument, 'revision' | 'position'> {
  const { record, noted } = state;
  const person = personOf(record, noted);
  const found = { _id: record.patientId, number: numberKey(record.number), mergedInto: person.mergedInto };
  if (person.mergedInto !== null) return { ...found, otherNumbers: [], nhsNumber: null, person, state };
  const otherNumbers = person.otherIdentifiers.map(numberKey);
  return { ...found, otherNumbers, nhsNumber: person.nhsNumber?.number ?? null, person, state };
}
