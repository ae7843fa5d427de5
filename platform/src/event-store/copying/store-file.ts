import { openSqlite } from '../../engines/sqlite';
import type { JsonObject } from '../../values/json';
import type { EventMetadata } from '../event-metadata';
import type { NewEvent } from '../event-store';
import { lastPosition, lastRecordedAt, prepareSchema } from '../sqlite-schema';

/** An event of the file that is still read. */
export interface FiledEvent extends NewEvent {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  /** The first revision of its stream that is there: those before it were deleted or truncated. */
  readonly first: number;
}

/** What the file knows of a stream. */
export interface FiledStream {
  readonly stream: string;
  /** Revision of the last event that was ever written; -1 before the first. */
  readonly last: number;
  readonly deleted: boolean;
  /** The first revision that is there; one after the last where none is. */
  readonly first: number;
  readonly maxCount: number | undefined;
}

/** The file of an embedded event store, which nobody writes to now. */
export interface StoreFile {
  /** Of all streams in order: so many after that position. */
  eventsAfter(position: number, limit: number): readonly FiledEvent[];
  /** Those of which not everything is there, or no more than some is read: so many after that name. */
  cutStreamsAfter(stream: string, limit: number): readonly FiledStream[];
  count(): number;
  lastPosition(): number;
  lastRecordedAt(): string | undefined;
  close(): void;
}

interface EventRow {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly first: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

interface StreamRow {
  readonly stream: string;
  readonly last: number;
  readonly gone: number;
  readonly max_count: number | null;
  readonly first: number | null;
}

const FIRST = '(SELECT min(revision) FROM events WHERE stream = s.id AND revision >= max(s.gone, s.first))';

const eventOf = ({ data, metadata, ...row }: EventRow): FiledEvent => ({
  ...row,
  // What our own append wrote.
  data: JSON.parse(data) as JsonObject,
  metadata: JSON.parse(metadata) as EventMetadata,
});

const streamOf = ({ stream, last, gone, max_count, first }: StreamRow): FiledStream => ({
  ...{ stream, last },
  deleted: gone > last,
  first: first ?? last + 1,
  maxCount: max_count ?? undefined,
});

/** Opens the file of a store of this format. Throws Error on another's. */
export function openStoreFile(file: string): StoreFile {
  const sqlite = openSqlite(file, 'normal');
  prepareSchema(sqlite);
  const events = sqlite.prepare<EventRow>(
    `SELECT e.position, s.name AS stream, e.revision, e.id, e.type, e.data, e.metadata,
       CASE e.revision WHEN 0 THEN 0 ELSE ${FIRST} END AS first
     FROM events e JOIN streams s ON s.id = e.stream
     WHERE e.position > ? AND e.revision >= max(s.gone, s.first) ORDER BY e.position LIMIT ?`,
  );
  const streams = sqlite.prepare<StreamRow>(
    `SELECT name AS stream, last, gone, max_count, ${FIRST} AS first FROM streams s
     WHERE name > ? AND (last >= 0 OR max_count IS NOT NULL) AND (max_count IS NOT NULL OR ifnull(${FIRST}, 1) > 0)
     ORDER BY name LIMIT ?`,
  );
  const count = sqlite.prepare<{ count: number }>(
    'SELECT count(*) AS count FROM events e JOIN streams s ON s.id = e.stream WHERE e.revision >= max(s.gone, s.first)',
  );
  return {
    eventsAfter: (position, limit) => events.all(position, limit).map((row) => eventOf(row)),
    cutStreamsAfter: (stream, limit) => streams.all(stream, limit).map((row) => streamOf(row)),
    count: () => count.get()?.count ?? 0,
    lastPosition: () => lastPosition(sqlite),
    lastRecordedAt: () => lastRecordedAt(sqlite),
    close: () => sqlite.close(),
  };
}
