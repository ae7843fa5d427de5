import type { PatientId } from '../domain/ids';
import type { PatientState } from '../domain/patient';
import type { PatientRecord } from '../domain/record';
import { currentPerson } from './follow-merges';
import type { Patients } from './ports';

/** All records of one person, as the streams have them now. */
export interface PersonsRecords {
  /** The record in use. */
  readonly survivor: PatientId;
  readonly records: readonly PatientRecord[];
  /** A record of another person who was once taken for this one, and has a copy of what was told of them. */
  readonly notedBy: readonly PatientId[];
}

/** Undefined where there is no such patient. */
export async function findRecords(patients: Patients, patientId: PatientId): Promise<PersonsRecords | undefined> {
  const current = await currentPerson(patients, patientId);
  if (current === undefined) return undefined;
  const survivor = current.person.patientId;
  const states = new Map<PatientId, PatientState>();
  const near = [survivor, patientId, ...notedIn((await patients.load(survivor)).state)];
  for (const id of near)
    if (!states.has(id) && (await leadsTo(patients, id, survivor))) states.set(id, (await patients.load(id)).state);
  const records = [...states.values()].flatMap((state) => (state === null ? [] : [state.record]));
  const own = new Set(records.map((record) => record.patientId));
  const notedBy = records.flatMap(({ everMergedInto }) => everMergedInto).filter((id) => !own.has(id));
  return { survivor, records, notedBy: [...new Set(notedBy)] };
}

const notedIn = (state: PatientState): readonly PatientId[] =>
  state === null ? [] : Object.values(state.noted).map((record) => record.patientId);

async function leadsTo(patients: Patients, patientId: PatientId, survivor: PatientId): Promise<boolean> {
  return (await currentPerson(patients, patientId))?.person.patientId === survivor;
}
