import type { Sqlite } from '../engines/sqlite';
import type { JsonObject } from '../values/json';
import { checkedLimit } from './append-request';
import type { EventMetadata } from './event-metadata';
import type { Position, ReadOptions, RecordedEvent, StreamPage } from './event-store';
import { existsNow, firstVisible, type Streams } from './sqlite-streams';
import { alwaysMatches, mayMatch } from './stream-name';

const COLUMNS = 'e.position, e.revision, e.id, e.type, e.data, e.metadata';

interface EventRow {
  readonly position: number;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** Some events of matching streams, in order. */
export interface Page {
  readonly events: readonly RecordedEvent[];
  /** Up to where this looked, to go on from. */
  readonly upTo: number;
  /** False when there may be more after it. */
  readonly last: boolean;
}

/** What our own append wrote: parsed, not checked again. */
const recorded = (row: EventRow, stream: string, at: Position): RecordedEvent => ({
  id: row.id,
  type: row.type,
  data: JSON.parse(row.data) as JsonObject,
  metadata: JSON.parse(row.metadata) as EventMetadata,
  stream,
  revision: row.revision,
  position: at,
});

export function streamReader(sqlite: Sqlite, streams: Streams, positionOf: (commit: number) => Position) {
  const select = (order: 'ASC' | 'DESC') =>
    sqlite.prepare<EventRow>(
      `SELECT ${COLUMNS} FROM events e WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision ${order} LIMIT ?`,
    );
  const forwards = select('ASC');
  const backwards = select('DESC');

  return function read(stream: string, { from, direction = 'forwards', limit }: ReadOptions): StreamPage {
    checkedLimit(limit);
    const head = streams.head(stream);
    if (!existsNow(head)) return { exists: false, events: [] };
    const first = firstVisible(head);
    const rows =
      direction === 'forwards'
        ? forwards.all(head.id, Math.max(from ?? 0, first), head.last, limit)
        : backwards.all(head.id, first, Math.min(from ?? head.last, head.last), limit);
    return { exists: true, events: rows.map((row) => recorded(row, stream, positionOf(row.position))) };
  };
}

interface CategoryRow extends EventRow {
  readonly stream: string;
  /** 0 for what was deleted or truncated. */
  readonly visible: number;
}

/** Reads on through all streams of some categories, without looking at any other's events. */
export function categoryReader(sqlite: Sqlite, streams: Streams, positionOf: (commit: number) => Position) {
  const positions = sqlite.prepare<{ position: number }>(
    'SELECT position FROM events WHERE category = ? AND position > ? ORDER BY position LIMIT ?',
  );
  const rows = sqlite.prepare<CategoryRow>(
    `SELECT ${COLUMNS}, s.name AS stream, e.revision >= max(s.gone, s.first) AS visible
     FROM events e JOIN streams s ON s.id = e.stream
     WHERE e.category = ? AND e.position > ? ORDER BY e.position LIMIT ?`,
  );

  /** How many of each category are among the next events of them all. */
  function shares(ids: readonly number[], after: number, limit: number): readonly number[] {
    if (ids.length === 1) return [limit];
    const ahead = ids
      .flatMap((id) => positions.all(id, after, limit).map(({ position }) => ({ id, position })))
      .sort((a, b) => a.position - b.position)
      .slice(0, limit);
    return ids.map((id) => ahead.filter((one) => one.id === id).length);
  }

  return function readOn(prefixes: readonly string[], after: number, limit: number): Page {
    const wanted = streams.categories().filter(({ name }) => mayMatch(name, prefixes));
    const ids = wanted.map(({ id }) => id);
    const read = shares(ids, after, limit)
      .flatMap((share, index) => (share === 0 ? [] : rows.all(ids[index] ?? 0, after, share)))
      .sort((a, b) => a.position - b.position);
    const whole = wanted.every(({ name }) => alwaysMatches(name, prefixes));
    const found = read.filter(
      ({ stream, visible }) => visible === 1 && (whole || prefixes.some((prefix) => stream.startsWith(prefix))),
    );
    return {
      events: found.map((row) => recorded(row, row.stream, positionOf(row.position))),
      upTo: read.at(-1)?.position ?? after,
      last: read.length < limit,
    };
  };
}
