import type { CommandContext } from '@flow/platform/decider/handler';
import { derivedId } from '@flow/platform/ids/ids';
import type { Care } from '../domain/care';
import type { PatientId } from '../domain/ids';
import { lineageOf, type Lineage } from '../domain/lineage';
import { careIn, personIn, recordIdsIn, type PatientState } from '../domain/patient';
import type { Person } from '../domain/person';
import type { MergePointer, NotedRecord } from '../domain/record';
import { done } from './outcome';
import type { Loaded, Patients } from './ports';

type Registered = NonNullable<PatientState>;

/** A patient's stream that must be there, since something names it. */
export async function registered(patients: Patients, patientId: PatientId): Promise<Loaded<Registered>> {
  const { state, revision } = await patients.load(patientId);
  if (state === null) throw new Error(`Patient ${patientId} is named by another record but was never registered.`);
  return { state, revision };
}

/** Where a patient's record went, and each record on the way, read from the streams themselves. */
async function followMerges(patients: Patients, patientId: PatientId) {
  const passed = new Map<PatientId, Loaded<PatientState>>();
  const pointerOf = (id: PatientId): MergePointer | null => passed.get(id)?.state?.record.merge ?? null;
  let at: PatientId | null = patientId;
  while (at !== null && !passed.has(at)) {
    passed.set(at, await patients.load(at));
    at = pointerOf(at)?.into ?? null;
  }
  const lineage: Lineage = lineageOf(patientId, pointerOf);
  return { ...lineage, found: passed.get(lineage.survivor) };
}

export interface CurrentPerson {
  readonly person: Person;
  /** The patients whose records are this person: the one in use first. */
  readonly records: readonly PatientId[];
  readonly care: Care;
  /** The last event of the stream of the person's record in use. */
  readonly revision: number;
  /** Of that stream, the last event that may have changed what a board shows of the person. */
  readonly shownSince: number;
  readonly circle: readonly PatientId[];
}

/** The person that this patient is now: the survivor's, where the record was merged. Undefined when never registered. */
export async function currentPerson(patients: Patients, patientId: PatientId): Promise<CurrentPerson | undefined> {
  const { found, circle } = await followMerges(patients, patientId);
  const person = found && personIn(found.state);
  if (found === undefined || person === undefined || found.state === null) return undefined;
  const { state, revision } = found;
  const { shownSince } = state;
  return { person, records: recordIdsIn(state), care: careIn(state), revision, shownSince, circle };
}

/** Every patient whose record is part of the one that this one is part of now, the one in use first. None: never registered. */
export async function recordsOfPerson(patients: Patients, patientId: PatientId): Promise<readonly PatientId[]> {
  const { survivor } = await followMerges(patients, patientId);
  const { state } = await patients.load(survivor);
  if (state === null) return [];
  const records = [state.record, ...Object.values(state.noted)];
  const pointers = new Map(records.map((record) => [record.patientId, record.merge]));
  const isPart = (id: PatientId): boolean => lineageOf(id, (one) => pointers.get(one)).survivor === survivor;
  return records.map((record) => record.patientId).filter(isPart);
}

export interface Spread {
  /** All patients who were told, the record's own first. */
  readonly touched: readonly PatientId[];
  /** No merge ever concerned this record. */
  readonly alone: boolean;
}

/**
 * Tells every record that this one was ever merged into what it holds now, along each way to its end. It says nothing
 * twice, so that whoever comes after a crash completes it.
 */
export async function spreadRecord(patients: Patients, patientId: PatientId, context: CommandContext): Promise<Spread> {
  const own = await registered(patients, patientId);
  const records: NotedRecord[] = recordsOf(own);
  const told = new Set([patientId]);
  for (const target of own.state.record.everMergedInto) {
    let at: PatientId | null = target;
    while (at !== null && !told.has(at)) {
      told.add(at);
      const reached = await noteOn(patients, at, records, context);
      records.push(...recordsOf(reached));
      at = reached.state.record.merge?.into ?? null;
    }
  }
  return { touched: [...told], alone: told.size === 1 && Object.keys(own.state.noted).length === 0 };
}

const recordsOf = ({ state, revision }: Loaded<Registered>): NotedRecord[] => [
  { ...state.record, revision },
  ...Object.values(state.noted),
];

/** The pointer onwards is read after the note stands: a merge that comes in between carries the note on itself. */
async function noteOn(
  patients: Patients,
  target: PatientId,
  records: readonly NotedRecord[],
  context: CommandContext,
): Promise<Loaded<Registered>> {
  const what = records.map(({ patientId, revision }) => `${patientId}@${revision}`);
  const commandId = derivedId(context.commandId, 'note', target, ...what);
  const command = { type: 'NoteRecords', records: newestOf(records) } as const;
  done(await patients.handle(target, command, { ...context, commandId }));
  return registered(patients, target);
}

function newestOf(records: readonly NotedRecord[]): readonly NotedRecord[] {
  const newest = new Map<PatientId, NotedRecord>();
  for (const record of records) {
    const held = newest.get(record.patientId);
    if (held === undefined || held.revision < record.revision) newest.set(record.patientId, record);
  }
  return [...newest.values()];
}
