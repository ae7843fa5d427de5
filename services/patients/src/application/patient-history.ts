import { changesOfEach, saysWhere, type FieldChange } from '../domain/history';
import type { FoundPatient, LoggedEvent, PatientLog } from './ports';

/** A change of a patient: what, what it was before, who and when. */
export interface PatientChange extends FieldChange, Omit<LoggedEvent, 'event'> {
  /** Of which record: another than the one in use where it was merged into it. */
  readonly patientId: string;
  /** Text whose order is the order of changes. */
  readonly key: string;
}

/** All changes of all records that are the person, the newest first. Of restricted people nothing says where they are. */
export async function patientHistory(
  log: PatientLog,
  { records, person }: Pick<FoundPatient, 'records' | 'person'>,
): Promise<readonly PatientChange[]> {
  const changes = await Promise.all(
    records.map(async (patientId) => {
      const events = await log.of(patientId);
      const each = changesOfEach(events.map(({ event }) => event));
      return events.flatMap(({ revision, recordedAt, by, role, onBehalfOf, origin }, index) =>
        (each[index] ?? []).map((change, nth): PatientChange => {
          const shown = person.restricted && saysWhere(change) ? { ...change, previous: null, value: null } : change;
          const key = [recordedAt, patientId, padded(revision), padded(nth)].join('/');
          return { ...shown, patientId, key, revision, recordedAt, by, role, onBehalfOf, origin };
        }),
      );
    }),
  );
  return changes.flat().sort((a, b) => (a.key < b.key ? 1 : -1));
}

const padded = (number: number): string => String(number).padStart(8, '0');
