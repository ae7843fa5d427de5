import type { EventCodec } from '@flow/platform/decider/event-codec';
import { replaceIfNewer, type Collection, type Document } from '@flow/platform/documents/documents';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { taskDocument, type TaskDocument } from '@flow/platform/tasks/task-document';
import type { TaskEvent } from '@flow/platform/tasks/task-events';
import type { BookEvent } from '../domain/book/events';
import type { StayEvent } from '../domain/stay/stay-events';
import type { TaskKind } from '../domain/task/task-kinds';
import { bedHistoryOf, type BedHistoryDocument } from './bed-history';
import { stayDocument, type StayDocument } from './stay-document';

/** What this service answers questions about the past from; what is so now is the live board's. */
export interface ReadModel {
  readonly stays: Collection<StayDocument>;
  readonly tasks: Collection<TaskDocument<TaskKind>>;
  readonly bedHistory: Collection<BedHistoryDocument>;
}

export interface ReadModelCodecs {
  readonly stays: Pick<EventCodec<StayEvent>, 'decode'>;
  readonly tasks: Pick<EventCodec<TaskEvent<TaskKind>>, 'decode'>;
  readonly book: Pick<EventCodec<BookEvent>, 'decode'>;
  /** Marks between books, and tasks that other services raised. */
  readonly isOthers: (type: string, stream: string) => boolean;
}

export const READ_MODEL_PREFIXES = ['occupancy-', 'stay-', 'task-'] as const;

/** Brings the documents of a batch of events up to date, each written once. Safe to repeat. */
export async function applyToReadModel(
  model: ReadModel,
  codecs: ReadModelCodecs,
  events: readonly RecordedEvent[],
): Promise<void> {
  const ours = events.filter(({ type, stream }) => !codecs.isOthers(type, stream));
  for (const [stream, ofStream] of byStream(ours)) {
    const id = stream.slice(stream.indexOf('-') + 1);
    if (stream.startsWith('stay-')) {
      await update(model.stays, id, ofStream, (before, { type, data, revision, position }) =>
        stayDocument(before, { stayId: id, revision, position, event: codecs.stays.decode({ type, data }) }),
      );
    } else if (stream.startsWith('task-')) {
      await update(model.tasks, id, ofStream, (before, { type, data, revision, position }) =>
        taskDocument(before, { taskId: id, revision, position, event: codecs.tasks.decode({ type, data }) }),
      );
    } else {
      for (const event of ofStream) await addHistory(model.bedHistory, codecs, event);
    }
  }
}

async function addHistory(
  collection: Collection<BedHistoryDocument>,
  { book }: ReadModelCodecs,
  { type, data, position }: RecordedEvent,
): Promise<void> {
  for (const document of bedHistoryOf(book.decode({ type, data }), position)) {
    await collection.replaceOne({ _id: document._id }, document, { upsert: true });
  }
}

function byStream(events: readonly RecordedEvent[]): ReadonlyMap<string, readonly RecordedEvent[]> {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const held = streams.get(event.stream);
    if (held === undefined) streams.set(event.stream, [event]);
    else held.push(event);
  }
  return streams;
}

async function update<D extends Document & { readonly revision: number }>(
  collection: Collection<D>,
  id: string,
  events: readonly RecordedEvent[],
  apply: (before: D | undefined, event: RecordedEvent) => D,
): Promise<void> {
  const before = await collection.findOne({ _id: id });
  let after = before;
  for (const event of events) after = apply(after, event);
  if (after !== undefined && after !== before) await replaceIfNewer(collection, after, 'revision');
}
