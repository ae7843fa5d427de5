import type { Sqlite } from '../engines/sqlite';
import { WrongExpectedRevision } from './errors';
import type { ExpectedRevision } from './event-store';
import { categoryOf } from './stream-name';

/** What the store knows of a stream. */
export interface StreamHead {
  readonly id: number;
  readonly category: number;
  /** Revision of the last event; -1 before the first. */
  readonly last: number;
  readonly gone: number;
  readonly first: number;
  readonly max_count: number | null;
}

export const existsNow = (head: StreamHead | undefined): head is StreamHead =>
  head !== undefined && head.last >= head.gone;

/** The first revision that is still read. */
export const firstVisible = (head: StreamHead): number =>
  Math.max(head.gone, head.first, head.max_count === null ? 0 : head.last - head.max_count + 1);

/** The revision after which `expected` wants to write: the one before the first for `no-stream`. */
export const revisionMeant = (head: StreamHead | undefined, expected: ExpectedRevision): number =>
  expected === 'no-stream' ? (head?.gone ?? 0) - 1 : expected;

export const wrongRevision = (stream: string, expected: ExpectedRevision, head: StreamHead | undefined) =>
  new WrongExpectedRevision(stream, expected, existsNow(head) ? head.last : 'no-stream');

export interface Category {
  readonly id: number;
  readonly name: string;
}

export interface Streams {
  /** All that there are. */
  categories(): readonly Category[];
  head(stream: string): StreamHead | undefined;
  /** The stream's row, made if absent. Inside a transaction. */
  made(stream: string): StreamHead;
  setLast(id: number, last: number): void;
  /** Soft: revisions go on where they stopped. Inside a transaction. */
  remove(stream: string, expected: ExpectedRevision): void;
  truncate(stream: string, revision: number): void;
  setMaxCount(stream: string, count: number): void;
}

export function streamsOf(sqlite: Sqlite): Streams {
  const byName = sqlite.prepare<StreamHead>(
    'SELECT id, category, last, gone, first, max_count FROM streams WHERE name = ?',
  );
  const allCategories = sqlite.prepare<Category>('SELECT id, name FROM categories');
  const addCategory = sqlite.prepare('INSERT INTO categories (name) VALUES (?) ON CONFLICT DO NOTHING');
  const addStream = sqlite.prepare(
    'INSERT INTO streams (name, category) VALUES (?, (SELECT id FROM categories WHERE name = ?))',
  );
  const setLast = sqlite.prepare('UPDATE streams SET last = ? WHERE id = ?');
  const setGone = sqlite.prepare('UPDATE streams SET gone = last + 1 WHERE id = ?');
  const setFirst = sqlite.prepare('UPDATE streams SET first = max(first, min(?, last + 1)) WHERE id = ?');
  const setMaxCount = sqlite.prepare('UPDATE streams SET max_count = ? WHERE id = ?');

  /** Undefined after one was added: the transaction that added it may yet be undone. */
  let known: readonly Category[] | undefined;

  function made(stream: string): StreamHead {
    const before = byName.get(stream);
    if (before) return before;
    const category = categoryOf(stream);
    if (addCategory.run(category) > 0) known = undefined;
    addStream.run(stream, category);
    const added = byName.get(stream);
    if (!added) throw new Error(`Stream ${stream} was added and is not there.`);
    return added;
  }

  return {
    categories: () => (known ??= allCategories.all()),
    head: (stream) => byName.get(stream),
    made,
    setLast: (id, last) => void setLast.run(last, id),
    remove(stream, expected) {
      const head = byName.get(stream);
      const exists = existsNow(head);
      const fits = expected === 'no-stream' ? !exists : expected === head?.last;
      if (!fits) throw wrongRevision(stream, expected, head);
      if (exists) setGone.run(head.id);
    },
    truncate(stream, revision) {
      const head = byName.get(stream);
      if (head) setFirst.run(revision, head.id);
    },
    setMaxCount: (stream, count) => void setMaxCount.run(count, made(stream).id),
  };
}
