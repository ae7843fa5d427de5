import type { NewEvent } from '@flow/platform/event-store/event-store';
import Database from 'libsql';

/** The least that keeps events in the same file format, durably: one table, one unique index, nothing else. */
export function rawStore(file: string) {
  const database = new Database(file, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  database.exec(
    'CREATE TABLE IF NOT EXISTS events (position INTEGER PRIMARY KEY, stream INTEGER, revision INTEGER, id TEXT, type TEXT, data TEXT, metadata TEXT)',
  );
  database.exec('CREATE UNIQUE INDEX IF NOT EXISTS by_stream ON events (stream, revision)');
  const insert = database.prepare(
    'INSERT INTO events (stream, revision, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const count = database.prepare<[]>('SELECT count(*) AS n FROM events');
  return {
    append(stream: number, from: number, events: readonly NewEvent[]): void {
      database.exec('BEGIN IMMEDIATE');
      events.forEach(({ id, type, data, metadata }, index) => {
        insert.run(stream, from + index, id, type, JSON.stringify(data), JSON.stringify(metadata));
      });
      database.exec('COMMIT');
    },
    count: (): number => (count.get() as { readonly n: number }).n,
    close: () => database.close(),
  };
}

const PAGE = 4000;

interface Row {
  readonly position: number;
  readonly data: string;
}

/** Reads the events of the product's own file in order, page by page, with nothing of the product around it. */
export function rawReplay(file: string, category: string, take: (data: string) => void): void {
  const database = new Database(file, { timeout: 5000, readonly: true });
  const page = database.prepare<[number, number]>(
    `SELECT e.position, e.data FROM events e WHERE e.category = (SELECT id FROM categories WHERE name = '${category}')
     AND e.position > ? ORDER BY e.position LIMIT ?`,
  );
  for (let after = 0; ;) {
    const rows = page.all(after, PAGE) as Row[];
    for (const { data } of rows) take(data);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) break;
    after = last.position;
  }
  database.close();
}
