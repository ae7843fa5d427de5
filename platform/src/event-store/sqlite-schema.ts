import { randomUUID } from 'node:crypto';
import type { Sqlite } from '../engines/sqlite';
import { OperatorError } from '../values/operator-error';

/**
 * Written into every file; a file with another number is refused. Rows are unique by (stream, revision) and by nothing else,
 * as EventStoreDB's are. `gone`: revisions before it were deleted with the stream. `first`: revisions before it were truncated.
 */
const FORMAT = '1';
const TABLES = `
  CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS categories (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS streams (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, category INTEGER NOT NULL, last INTEGER NOT NULL DEFAULT -1,
    gone INTEGER NOT NULL DEFAULT 0, first INTEGER NOT NULL DEFAULT 0, max_count INTEGER) STRICT;
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY, category INTEGER NOT NULL, stream INTEGER NOT NULL, revision INTEGER NOT NULL,
    id TEXT NOT NULL, type TEXT NOT NULL, data TEXT NOT NULL, metadata TEXT NOT NULL) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS events_by_stream ON events (stream, revision);
  CREATE INDEX IF NOT EXISTS events_by_category ON events (category);`;

/** What a file says about itself. */
export interface Facts {
  get(name: string): string | undefined;
  put(name: string, value: string): void;
}

export function factsOf(sqlite: Sqlite): Facts {
  const get = sqlite.prepare<{ value: string }>('SELECT value FROM facts WHERE name = ?');
  const put = sqlite.prepare(
    'INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
  );
  return {
    get: (name) => get.get(name)?.value,
    put: (name, value) => void put.run(name, value),
  };
}

const LAST_POSITION = 'position';

/** The greatest position ever given: the event that had it may be gone, and its position must not come again. */
export function lastPosition(sqlite: Sqlite): number {
  const held = sqlite.prepare<{ position: number | null }>('SELECT max(position) AS position FROM events').get();
  return Math.max(held?.position ?? 0, Number(factsOf(sqlite).get(LAST_POSITION) ?? 0));
}

/** When the last event was recorded that is there; undefined for an empty file. */
export function lastRecordedAt(sqlite: Sqlite): string | undefined {
  const last = sqlite
    .prepare<{ at: string | null }>(
      "SELECT json_extract(metadata, '$.recordedAt') AS at FROM events ORDER BY position DESC LIMIT 1",
    )
    .get();
  return last?.at ?? undefined;
}

/** Gives the file another epoch: what stands in it is not what whoever knows the last one has seen. */
export function beginAnew(sqlite: Sqlite): string {
  const epoch = randomUUID();
  factsOf(sqlite).put('epoch', epoch);
  return epoch;
}

/** Notes it, before events are removed. Inside a transaction. */
export function keepLastPosition(sqlite: Sqlite): void {
  factsOf(sqlite).put(LAST_POSITION, String(lastPosition(sqlite)));
}

function madeOnce(facts: Facts, name: string, value: string): string {
  const held = facts.get(name);
  if (held === undefined) facts.put(name, value);
  return held ?? value;
}

/** Makes the tables where missing. Gives the store's epoch. Throws OperatorError on a file that another version wrote. */
export function prepareSchema(sqlite: Sqlite): string {
  sqlite.exec(TABLES);
  const facts = factsOf(sqlite);
  const format = madeOnce(facts, 'format', FORMAT);
  if (format !== FORMAT) {
    throw new OperatorError(
      `${sqlite.file} has format ${format}; this version reads ${FORMAT}. Use the version that wrote it.`,
    );
  }
  return madeOnce(facts, 'epoch', randomUUID());
}
