import type { Sqlite } from '../engines/sqlite';
import { AppendTooLarge } from './errors';
import { MAX_APPEND_BYTES, type Appended, type ExpectedRevision, type NewEvent, type Position } from './event-store';
import { lastPosition } from './sqlite-schema';
import { revisionMeant, wrongRevision, type Streams } from './sqlite-streams';
import { categoryOf } from './stream-name';

/** An event as its columns hold it. */
interface Written {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function written({ id, type, data, metadata }: NewEvent): Written {
  if (!UUID.test(id)) throw new TypeError('The id of an event is a UUID.');
  return { id: id.toLowerCase(), type, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
}

const bytesOf = (events: readonly Written[]): number =>
  events.reduce(
    (sum, { id, type, data, metadata }) =>
      sum + [id, type, data, metadata].reduce((n, text) => n + Buffer.byteLength(text), 0),
    0,
  );

/** Checks what any engine would refuse, before anything is queued. Throws TypeError, RangeError or AppendTooLarge. */
export function toWrite(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): readonly Written[] {
  categoryOf(stream);
  if (expected !== 'no-stream' && !(Number.isSafeInteger(expected) && expected >= 0)) {
    throw new RangeError(`The expected revision of ${stream} is 'no-stream' or a number from 0.`);
  }
  if (events.length === 0) throw new RangeError(`An append to ${stream} needs an event.`);
  const rows = events.map(written);
  const bytes = bytesOf(rows);
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(stream, bytes);
  return rows;
}

export interface AppendOptions {
  readonly streams: Streams;
  readonly positionOf: (commit: number) => Position;
  /** How far the next position is from the last: 1, or more where positions are to jump. */
  readonly step: () => number;
}

/** The append itself, to be run inside a transaction. Throws WrongExpectedRevision before it writes anything. */
export function appender(sqlite: Sqlite, { streams, positionOf, step }: AppendOptions) {
  const insert = sqlite.prepare(
    `INSERT INTO events (position, category, stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const at = sqlite.prepare<{ id: string; position: number }>(
    'SELECT id, position FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?',
  );
  let last = lastPosition(sqlite);

  function firstResult(streamId: number, after: number, rows: readonly Written[]): Appended | undefined {
    const there = at.all(streamId, after, rows.length);
    const end = there.at(-1);
    const same = there.length === rows.length && rows.every((row, index) => row.id === there[index]?.id);
    return same && end ? { revision: after + rows.length, position: positionOf(end.position) } : undefined;
  }

  return function append(stream: string, expected: ExpectedRevision, rows: readonly Written[]): Appended {
    const known = streams.head(stream);
    const after = revisionMeant(known, expected);
    if (after !== (known?.last ?? -1)) {
      const first = known && firstResult(known.id, after, rows);
      if (first) return first;
      throw wrongRevision(stream, expected, known);
    }
    const head = known ?? streams.made(stream);
    rows.forEach((row, index) => {
      last += step();
      const { id, type, data, metadata } = row;
      insert.run(last, head.category, head.id, after + 1 + index, id, type, data, metadata);
    });
    streams.setLast(head.id, after + rows.length);
    return { revision: after + rows.length, position: positionOf(last) };
  };
}
