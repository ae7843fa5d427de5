import type { EventCodec } from '@flow/platform/decider/event-codec';
import { replaceIfNewer, type Collection } from '@flow/platform/documents/documents';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { ERASURE_PREFIX, type ErasureEvent } from '../domain/erasure';
import type { PatientEvent } from '../domain/patient';
import { byStream } from './by-stream';
import { going, gone, insertedInto, isGone, type Erasable } from './gone';
import { rowsOf, searchDocument, type SearchDocument, type SearchRow } from './search-document';

/** By what people are found: a model of its own, so that a hospital that comes from an earlier version fills it by itself. */
export interface SearchModel {
  readonly people: Erasable<SearchDocument>;
  readonly rows: Collection<SearchRow>;
}

export const SEARCH_MODEL_PREFIXES = ['patient-', ERASURE_PREFIX] as const;

export interface SearchCodecs {
  readonly patients: EventCodec<PatientEvent>;
  readonly erasures: EventCodec<ErasureEvent>;
}

/** Brings people and their rows up to date. Safe to repeat, in whole or in part. */
export async function applyToSearchModel(
  model: SearchModel,
  { patients, erasures }: SearchCodecs,
  events: readonly RecordedEvent[],
): Promise<void> {
  const ordered = events.filter(({ stream }) => stream.startsWith(ERASURE_PREFIX));
  for (const [stream, ofStream] of byStream(events)) {
    if (stream.startsWith(ERASURE_PREFIX)) continue;
    await updatePerson(model, stream.slice(stream.indexOf('-') + 1), ofStream, patients);
  }
  for (const { type, data } of ordered) await erasePeople(model, erasures.decode({ type, data }));
}

/** Their streams are gone: they are found no more. */
async function erasePeople(model: SearchModel, event: ErasureEvent): Promise<void> {
  if (event.type !== 'ErasurePartDone' || event.part !== 'records') return;
  for (const patientId of event.patientIds ?? []) await erasePerson(model, patientId);
}

/**
 * The person first, so that nobody who is behind puts rows there any more and leaves them. Which rows are to go stands in the
 * person's place until they have gone: whoever comes after a crash finds them there.
 */
async function erasePerson({ people: { all }, rows }: SearchModel, patientId: string): Promise<void> {
  for (;;) {
    const held = await all.findOne({ _id: patientId });
    if (held === undefined) {
      if (await insertedInto(all, gone(patientId))) return;
      continue;
    }
    const left = isGone(held) ? held : going(patientId, rowsOf(held));
    if (left !== held && !(await all.replaceOne({ _id: patientId, revision: held.revision }, left))) continue;
    for (const row of left.rows ?? []) await rows.deleteOne({ _id: row });
    await replaceIfNewer(all, gone(patientId), 'revision');
    return;
  }
}

/**
 * The rows first, the person last: whoever comes after a crash does the same again. What any step on the way had a row for
 * and the last has not goes, since an earlier try may have put it there. Whoever was overtaken takes back what
 * the newer person has not, which is all of it where the person is gone.
 */
async function updatePerson(
  { people, rows }: SearchModel,
  patientId: string,
  events: readonly RecordedEvent[],
  codec: EventCodec<PatientEvent>,
): Promise<void> {
  const before = await people.all.findOne({ _id: patientId });
  if (before && isGone(before)) return;
  const { after, passed } = folded(before, patientId, events, codec);
  if (after === undefined || after === before) return;
  const { revision } = after;
  const held = new Set(before && rowsOf(before));
  const wanted = new Set(rowsOf(after));
  for (const row of wanted) if (!held.has(row)) await replaceIfNewer(rows, { _id: row, revision }, 'revision');
  await deleteRows(rows, { passed, wanted, revision });
  if (await replaceIfNewer(people.all, after, 'revision')) return;
  const newer = await people.findOne({ _id: patientId });
  await deleteRows(rows, { passed, wanted: new Set(newer && rowsOf(newer)), revision });
}

/** The person after the events, and every row that they had on the way. */
function folded(
  before: SearchDocument | undefined,
  patientId: string,
  events: readonly RecordedEvent[],
  codec: EventCodec<PatientEvent>,
): { readonly after: SearchDocument | undefined; readonly passed: ReadonlySet<string> } {
  const passed = new Set(before && rowsOf(before));
  let after = before;
  for (const { revision, position, type, data } of events) {
    after = searchDocument(after, { patientId, revision, position, event: codec.decode({ type, data }) });
    for (const row of rowsOf(after)) passed.add(row);
  }
  return { after, passed };
}

interface Passing {
  readonly passed: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string>;
  readonly revision: number;
}

async function deleteRows(rows: Collection<SearchRow>, { passed, wanted, revision }: Passing): Promise<void> {
  for (const row of passed) if (!wanted.has(row)) await rows.deleteOne({ _id: row, revision: { $lte: revision } });
}
