import type { EventCodec } from '@flow/platform/decider/event-codec';
import { replaceIfNewer, type Collection, type Document } from '@flow/platform/documents/documents';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { taskDocument, type TaskDocument } from '@flow/platform/tasks/task-document';
import type { TaskEvent } from '@flow/platform/tasks/task-events';
import { ERASURE_PREFIX, type ErasureEvent } from '../domain/erasure';
import type { NhsNumberClaimEvent } from '../domain/nhs-number-claim';
import type { NoteEvent } from '../domain/note';
import type { PatientEvent } from '../domain/patient';
import type { PatientTaskKind } from '../domain/task-kinds';
import { erasureDocument, hasLostRecords, type ErasureDocument } from './erasure-document';
import { nhsNumberDocument, type NhsNumberDocument } from './nhs-number-document';
import { byStream } from './by-stream';
import { eraseDocuments, takeBackNotes } from './erase-documents';
import { isGone, type Erasable } from './gone';
import { noteDocument, type NoteDocument } from './note-document';
import { patientDocument, type PatientDocument } from './patient-document';

/** Everything that this service answers questions from. */
export interface ReadModel {
  readonly patients: Erasable<PatientDocument>;
  readonly nhsNumbers: Collection<NhsNumberDocument>;
  readonly notes: Collection<NoteDocument>;
  readonly tasks: Collection<TaskDocument<PatientTaskKind>>;
  readonly erasures: Collection<ErasureDocument>;
}

export interface ReadModelCodecs {
  readonly patients: EventCodec<PatientEvent>;
  readonly nhsNumbers: EventCodec<NhsNumberClaimEvent>;
  readonly notes: EventCodec<NoteEvent>;
  readonly tasks: EventCodec<TaskEvent<PatientTaskKind>>;
  readonly erasures: EventCodec<ErasureEvent>;
  /** Streams of these categories that are others' to read: claims on hospital numbers, tasks of other services. */
  readonly isOthers: (event: RecordedEvent) => boolean;
}

export const READ_MODEL_PREFIXES = ['patient-', 'identifier-', 'note-', 'task-', ERASURE_PREFIX] as const;

/** Brings the documents of a batch of events up to date, each written once. Safe to repeat. */
export async function applyToReadModel(
  model: ReadModel,
  codecs: ReadModelCodecs,
  events: readonly RecordedEvent[],
): Promise<void> {
  const ours = events.filter((event) => !codecs.isOthers(event));
  const written: NoteDocument[] = [];
  for (const [stream, ofStream] of byStream(ours)) {
    if (stream.startsWith(ERASURE_PREFIX)) continue;
    const id = stream.slice(stream.indexOf('-') + 1);
    if (stream.startsWith('patient-')) await updatePatient(model, codecs, id, ofStream);
    else if (stream.startsWith('note-')) {
      const note = await update(model.notes, id, ofStream, (before, { data, type, ...at }) =>
        noteDocument(before, { ...at, noteId: id, event: codecs.notes.decode({ type, data }) }),
      );
      if (note) written.push(note);
    } else if (stream.startsWith('task-')) {
      await update(model.tasks, id, ofStream, (before, { data, type, ...at }) =>
        taskDocument(before, { ...at, taskId: id, event: codecs.tasks.decode({ type, data }) }),
      );
    } else await updateNhsNumber(model, codecs, id, ofStream);
  }
  await takeBackNotes(model, written);
  await applyErasures(model, codecs, ours);
}

/** Whoever is gone stays so, also where a batch that holds the last of their events comes again. */
async function updatePatient(
  { patients }: ReadModel,
  codecs: ReadModelCodecs,
  patientId: string,
  events: readonly RecordedEvent[],
): Promise<void> {
  const before = await patients.all.findOne({ _id: patientId });
  if (before && isGone(before)) return;
  let after = before;
  for (const { data, type, ...at } of events) {
    after = patientDocument(after, { ...at, patientId, event: codecs.patients.decode({ type, data }) });
  }
  if (after !== undefined && after !== before) await replaceIfNewer(patients.all, after, 'revision');
}

/** By its position: a number that was erased begins anew. */
async function updateNhsNumber(
  { nhsNumbers }: ReadModel,
  codecs: ReadModelCodecs,
  name: string,
  events: readonly RecordedEvent[],
): Promise<void> {
  const before = await nhsNumbers.findOne({ _id: name });
  let after = before;
  for (const { data, type, ...at } of events) {
    after = nhsNumberDocument(after, { ...at, name, event: codecs.nhsNumbers.decode({ type, data }) });
  }
  if (after !== undefined && after !== before) await replaceIfNewer(nhsNumbers, after, 'position');
}

/** After all others of the batch, which may hold the last that was read of what an erasure took. */
async function applyErasures(
  model: ReadModel,
  { erasures }: ReadModelCodecs,
  events: readonly RecordedEvent[],
): Promise<void> {
  const ours = events.filter(({ stream }) => stream.startsWith(ERASURE_PREFIX));
  for (const [stream, ofStream] of byStream(ours)) {
    const patientId = stream.slice(ERASURE_PREFIX.length);
    const erasure = await update(model.erasures, patientId, ofStream, (before, { data, type, ...at }) =>
      erasureDocument(before, { ...at, patientId, event: erasures.decode({ type, data }) }),
    );
    const lost = ofStream.find(({ type, data }) => hasLostRecords(erasures.decode({ type, data })));
    if (erasure !== undefined && lost !== undefined) await eraseDocuments(model, erasure, lost.position);
  }
}

async function update<D extends Document & { readonly revision: number }>(
  collection: Collection<D>,
  id: string,
  events: readonly RecordedEvent[],
  apply: (before: D | undefined, event: RecordedEvent) => D,
): Promise<D | undefined> {
  const before = await collection.findOne({ _id: id });
  let after = before;
  for (const event of events) after = apply(after, event);
  if (after !== undefined && after !== before) await replaceIfNewer(collection, after, 'revision');
  return after;
}
