import type { EventCodec } from '@flow/platform/decider/event-codec';
import { replaceIfNewer, type Collection } from '@flow/platform/documents/documents';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { ERASURE_PREFIX, type ErasureEvent } from '../domain/erasure';
import type { PatientEvent } from '../domain/patient';
import { byStream } from './by-stream';
import { rowsOf, searchDocument, type SearchDocument, type SearchRow } from './search-document';

/** By what people are found: a model of its own, so that a hospital that comes from an earlier version fills it by itself. */
export interface SearchModel {
  readonly people: Collection<SearchDocument>;
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
async function erasePeople({ people, rows }: SearchModel, event: ErasureEvent): Promise<void> {
  if (event.type !== 'ErasurePartDone' || event.part !== 'records') return;
  for (const patientId of event.patientIds ?? []) {
    const person = await people.findOne({ _id: patientId });
    if (person === undefined) continue;
    for (const row of rowsOf(person)) await rows.deleteOne({ _id: row });
    await people.deleteOne({ _id: patientId });
  }
}

/**
 * The rows first, the person last: whoever comes after a crash does the same again. What any step on the way had a row for
 * and the last has not goes, since an earlier try may have put it there.
 */
async function updatePerson(
  { people, rows }: SearchModel,
  patientId: string,
  events: readonly RecordedEvent[],
  codec: EventCodec<PatientEvent>,
): Promise<void> {
  const before = await people.findOne({ _id: patientId });
  let after = before;
  const passed = new Set(before && rowsOf(before));
  for (const { revision, position, type, data } of events) {
    after = searchDocument(after, { patientId, revision, position, event: codec.decode({ type, data }) });
    for (const row of rowsOf(after)) passed.add(row);
  }
  if (after === undefined || after === before) return;
  const { revision } = after;
  const held = new Set(before && rowsOf(before));
  const wanted = new Set(rowsOf(after));
  for (const row of wanted) if (!held.has(row)) await replaceIfNewer(rows, { _id: row, revision }, 'revision');
  for (const row of passed) if (!wanted.has(row)) await rows.deleteOne({ _id: row, revision: { $lte: revision } });
  await replaceIfNewer(people, after, 'revision');
}
