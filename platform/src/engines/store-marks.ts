import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent, Position } from '../event-store/event-store';
import type { Instant } from '../time/instant';

/** Frozen: the stream into which processes write now and then, so that the documents can tell the store from an earlier copy. */
const STREAM = 'storeMark-1';
const MARKED = 'store-marked.v1';
/** More than two days of a hospital that never rests. */
export const MARKS_KEPT = 20_000;

/** An event that no earlier copy of the store has, and no other history of it. */
export interface Mark {
  readonly revision: number;
  readonly id: string;
  readonly at: Instant;
}

export interface PlacedMark extends Mark {
  readonly position: Position;
}

type Reads = Pick<EventStore, 'read'>;

export async function lastMark(store: Reads): Promise<PlacedMark | undefined> {
  const [last] = (await store.read(STREAM, { direction: 'backwards', limit: 1 })).events;
  return last && { revision: last.revision, id: last.id, at: last.metadata.recordedAt, position: last.position };
}

/** True also where marks of that age are kept no more. */
export async function isThere(store: Reads, { revision, id }: Pick<Mark, 'revision' | 'id'>): Promise<boolean> {
  const [held] = (await store.read(STREAM, { from: revision, limit: 1 })).events;
  return held !== undefined && (held.revision > revision || held.id === id);
}

function marked(at: Instant): NewEvent {
  const id = randomUUID();
  return {
    ...{ id, type: MARKED, data: {} },
    metadata: {
      ...{ commandId: id, inputHash: id, correlationId: id, causationId: id },
      actor: { user: 'event-store', role: 'system' },
      ...{ origin: 'system', entryMode: 'live', recordedAt: at, schemaVersion: 1 },
    },
  };
}

/** One more after the last. Throws WrongExpectedRevision where another process was first. */
export async function writeMark(
  store: Pick<EventStore, 'append'>,
  last: Mark | undefined,
  at: Instant,
): Promise<PlacedMark> {
  const event = marked(at);
  const { revision, position } = await store.append(STREAM, last?.revision ?? 'no-stream', [event]);
  return { revision, id: event.id, at, position };
}

export const keepFewMarks = async (store: Pick<EventStore, 'setMaxCount'>): Promise<void> =>
  store.setMaxCount(STREAM, MARKS_KEPT);
