import type { Sqlite } from '../engines/sqlite';
import type { Written } from './append-request';
import type { Appended, ExpectedRevision, Position } from './event-store';
import { lastPosition } from './sqlite-schema';
import { revisionMeant, wrongRevision, type Streams } from './sqlite-streams';

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
