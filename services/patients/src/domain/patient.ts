import { accept, reject, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import { careOf, type Care } from './care';
import { afterReach, NO_REACH, type ReachChange } from './contact';
import { differenceOf, withDifference, type Difference, type Identifier, type Telling } from './details';
import type { CanonicalOrder, PatientId } from './ids';
import { afterNeeds, type NeedsChange } from './needs';
import { newContact, newNeeds } from './news';
import { readNhsNumber, type NhsNumber } from './nhs-number';
import { mayChangeBoards } from './on-boards';
import { personOf, recordsOf, type Person } from './person';
import type { MergePointer, NotedRecord, PatientRecord } from './record';

/** Who a command is about: the id that the claim of its number names. A patient not yet known is registered by it. */
interface About {
  readonly patientId: PatientId;
  readonly number: Identifier;
}

/** Where the word stands among all others, and when it was true. */
interface Word {
  readonly order: CanonicalOrder;
  readonly occurredAt: Instant;
}

/** What somebody here says, and what they had seen of it: the newest word that was shown to them. */
interface Saying extends Word {
  readonly by: string;
  readonly seen?: CanonicalOrder;
}

export type PatientCommand =
  | ({ readonly type: 'TellDetails'; readonly telling: Telling } & About & Word)
  | ({ readonly type: 'MergePatient'; readonly into: PatientId } & About & Word)
  | ({ readonly type: 'UnmergePatient' } & Word)
  | ({ readonly type: 'RecordContact'; readonly change: ReachChange } & Saying)
  | ({ readonly type: 'RecordNeeds'; readonly needs: NeedsChange } & Saying)
  | { readonly type: 'NoteRecords'; readonly records: readonly NotedRecord[] };

export type PatientEvent =
  | ({ readonly type: 'PatientRegistered' } & About)
  | ({
      readonly type: 'DetailsTold';
      /** An NHS number told earlier than any telling of it so far, though a newer word stands. */
      readonly nhsNumberToldEarlier?: NhsNumber;
    } & Difference &
      Word)
  | ({ readonly type: 'PatientMerged'; readonly into: PatientId } & Word)
  | ({ readonly type: 'PatientUnmerged' } & Word)
  | ({ readonly type: 'ContactRecorded'; readonly by: string } & ReachChange & Word)
  | ({ readonly type: 'NeedsRecorded'; readonly by: string; readonly needs: NeedsChange } & Word)
  | { readonly type: 'RecordNoted'; readonly record: NotedRecord };

/** What a stream knows of a person. */
export interface KnownRecords {
  readonly record: PatientRecord;
  /** Records that were ever merged into this one, or into one that was, by patient id. */
  readonly noted: Readonly<Record<string, NotedRecord>>;
}

interface Registered extends KnownRecords {
  /** The revision of its last event. */
  readonly last: number;
  /** The revision of the last event that may have changed what a board shows of the person. */
  readonly shownSince: number;
}

/** Null until the patient is registered. */
export type PatientState = Registered | null;

export type PatientRejection =
  | { readonly code: 'PATIENT_NOT_KNOWN' | 'NUMBER_OF_ANOTHER_PATIENT' | 'MERGED_INTO_ITSELF' }
  | { readonly code: 'CHANGED_SINCE_SEEN'; readonly by: string; readonly at: Instant };

function decide(command: PatientCommand, state: PatientState): Decision<PatientEvent, PatientRejection> {
  switch (command.type) {
    case 'TellDetails':
      return aboutOne(command, state, (record) => told(command, record));
    case 'MergePatient':
      if (command.into === command.patientId) return reject({ code: 'MERGED_INTO_ITSELF' });
      return aboutOne(command, state, (record) => merged(command, record));
    case 'UnmergePatient':
      if (state === null) return reject({ code: 'PATIENT_NOT_KNOWN' });
      return accept(...unmerged(command, state.record));
    case 'RecordContact':
    case 'RecordNeeds':
      return state === null ? reject({ code: 'PATIENT_NOT_KNOWN' }) : said(command, state);
    case 'NoteRecords':
      if (state === null) return reject({ code: 'PATIENT_NOT_KNOWN' });
      return accept(...news(command.records, state).map((record): PatientEvent => ({ type: 'RecordNoted', record })));
    default:
      return unreachable(command);
  }
}

function aboutOne(
  { patientId, number }: About,
  state: PatientState,
  decideOn: (record: PatientRecord) => readonly PatientEvent[],
): Decision<PatientEvent, PatientRejection> {
  if (state === null) {
    return accept({ type: 'PatientRegistered', patientId, number }, ...decideOn(newRecord({ patientId, number })));
  }
  const held = state.record.number;
  if (held.authority !== number.authority || held.value !== number.value) {
    return reject({ code: 'NUMBER_OF_ANOTHER_PATIENT' });
  }
  return accept(...decideOn(state.record));
}

function told(
  { telling, order, occurredAt }: Word & { readonly telling: Telling },
  record: PatientRecord,
): readonly PatientEvent[] {
  const { set, confirmed } = differenceOf(record.entries, telling, order);
  const number = telling.nhsNumber ?? undefined;
  const isCurrent = set.nhsNumber !== undefined || confirmed.includes('nhsNumber');
  const earlier = number !== undefined && !isCurrent && isEarlier(record.nhsNumbersFirstTold[number], order);
  if (Object.keys(set).length === 0 && confirmed.length === 0 && !earlier) return [];
  const event = { type: 'DetailsTold', order, occurredAt, set, confirmed } as const;
  return [earlier ? { ...event, nhsNumberToldEarlier: number } : event];
}

const isEarlier = (known: CanonicalOrder | undefined, order: CanonicalOrder): boolean =>
  known === undefined || order < known;

/** The newest word on a merge stands. Two words under one order: the greater id, whichever came first. */
function merged(
  { into, order, occurredAt }: Word & { readonly into: PatientId },
  { merge }: PatientRecord,
): readonly PatientEvent[] {
  const stands = merge !== null && (merge.order > order || (merge.order === order && (merge.into ?? '') >= into));
  return stands ? [] : [{ type: 'PatientMerged', into, order, occurredAt }];
}

const unmerged = ({ order, occurredAt }: Word, { merge }: PatientRecord): readonly PatientEvent[] =>
  merge !== null && merge.order >= order ? [] : [{ type: 'PatientUnmerged', order, occurredAt }];

/** Refused where somebody said otherwise since it was seen; where they said so at a later time, by their clock, too. */
function said(
  command: Extract<PatientCommand, Saying>,
  { record, noted }: KnownRecords,
): Decision<PatientEvent, PatientRejection> {
  const { order, occurredAt, by, seen } = command;
  const care = careOf(record, noted);
  const news =
    command.type === 'RecordContact'
      ? newContact(command.change, record, care, order)
      : newNeeds(command.needs, record, care, order);
  const later = news.over.flatMap(({ own }) => (own !== undefined && own.order >= order ? [own] : []));
  const unseen = news.over.flatMap(({ person }) =>
    person !== undefined && seen !== undefined && person.order > seen ? [person] : [],
  );
  const since = later[0] ?? unseen[0];
  if (since !== undefined) return reject({ code: 'CHANGED_SINCE_SEEN', by: since.by, at: since.at });
  return news.event === undefined ? accept() : accept({ ...news.event, order, occurredAt, by });
}

/** Records that say something new. A record only ever gains, so the same content at a later revision is no news. */
const news = (records: readonly NotedRecord[], { record, noted }: KnownRecords): readonly NotedRecord[] =>
  records.filter((told) => {
    const held = noted[told.patientId];
    if (told.patientId === record.patientId) return false;
    return held === undefined || (told.revision > held.revision && contentOf(told) !== contentOf(held));
  });
const contentOf = (record: NotedRecord): string => JSON.stringify({ ...record, revision: null });

const newRecord = ({ patientId, number }: About): PatientRecord => ({
  patientId,
  number,
  entries: {},
  nhsNumbersFirstTold: {},
  merge: null,
  everMergedInto: [],
});

function evolve(state: PatientState, event: PatientEvent): PatientState {
  const known = withEvent(state, event);
  if (state === null) return { ...known, last: 0, shownSince: 0 };
  const last = state.last + 1;
  return { ...known, last, shownSince: mayChangeBoards(state, event) ? last : state.shownSince };
}

/** What is known after the event. Throws for one that stands before the registration of its patient. */
export function withEvent(known: KnownRecords | null, event: PatientEvent): KnownRecords {
  if (event.type === 'PatientRegistered') return { record: newRecord(event), noted: {} };
  if (known === null) throw new Error(`${event.type} stands before the registration of its patient.`);
  const { record, noted } = known;
  switch (event.type) {
    case 'DetailsTold':
      return { noted, record: afterDetails(record, event) };
    case 'PatientMerged':
      return { noted, record: afterMerge(record, { into: event.into, order: event.order }) };
    case 'PatientUnmerged':
      return { noted, record: { ...record, merge: { into: null, order: event.order } } };
    case 'ContactRecorded':
      return { noted, record: { ...record, reach: afterReach(record.reach ?? NO_REACH, event, wordOf(event)) } };
    case 'NeedsRecorded':
      return { noted, record: { ...record, needs: afterNeeds(record.needs ?? {}, event.needs, wordOf(event)) } };
    case 'RecordNoted':
      return { record, noted: { ...noted, [event.record.patientId]: event.record } };
    default:
      return unreachable(event);
  }
}

const wordOf = ({ order, occurredAt, by }: Word & { readonly by: string }) => ({ order, at: occurredAt, by });

function afterDetails(
  record: PatientRecord,
  event: Extract<PatientEvent, { readonly type: 'DetailsTold' }>,
): PatientRecord {
  const entries = withDifference(record.entries, event, event.order);
  const current = event.set.nhsNumber !== undefined || event.confirmed.includes('nhsNumber');
  const number = current ? entries.nhsNumber?.value : event.nhsNumberToldEarlier;
  const reading = typeof number === 'string' ? readNhsNumber(number) : undefined;
  if (!reading?.valid) return { ...record, entries };
  const known = record.nhsNumbersFirstTold;
  if (!isEarlier(known[reading.number], event.order)) return { ...record, entries };
  return { ...record, entries, nhsNumbersFirstTold: { ...known, [reading.number]: event.order } };
}

const afterMerge = (record: PatientRecord, merge: MergePointer & { readonly into: PatientId }): PatientRecord => ({
  ...record,
  merge,
  everMergedInto: record.everMergedInto.includes(merge.into)
    ? record.everMergedInto
    : [...record.everMergedInto, merge.into],
});

/** The person as this stream alone knows it. Undefined until registered. */
export const personIn = (state: KnownRecords | null): Person | undefined =>
  state === null ? undefined : personOf(state.record, state.noted);

/** The ids of all records that are this person: its own, and those merged into it. */
export const recordIdsIn = ({ record, noted }: KnownRecords): readonly PatientId[] =>
  recordsOf(record, noted).map(({ patientId }) => patientId);

/** What people here recorded of the person, as this stream alone knows it. */
export const careIn = ({ record, noted }: KnownRecords): Care => careOf(record, noted);

export const patientDecider: Decider<PatientCommand, PatientEvent, PatientState, PatientRejection> = {
  initialState: null,
  decide,
  evolve,
};
