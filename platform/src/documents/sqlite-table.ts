import { UniqueViolation, type Sqlite, type SqlValue, type Statement } from '../engines/sqlite';
import type { Fields } from './document-json';
import { DuplicateKey, type Filter, type FindOptions, type IndexSpec } from './documents';
import { matcherOf } from './filter';
import { expressionOf, whereOf } from './filter-sql';
import { createElements } from './sqlite-elements';

const FIELD = /^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/;
const SMALLEST_CHUNK = 128;

interface Row {
  readonly doc: string;
}

/** The rows of one collection. What writes is to be run inside a transaction. */
export interface Table {
  /** The texts of the documents that fit, in order. */
  select(filter: Filter, options: FindOptions): readonly string[];
  /** Throws DuplicateKey. */
  insert(id: string, document: Fields): void;
  replace(id: string, document: Fields): void;
  remove(id: string): void;
  /** Makes the indexes that are missing. */
  index(indexes: readonly IndexSpec[]): void;
}

const quoted = (name: string): string => `"${name}"`;
export const tableName = (collection: string): string => quoted(`c/${collection}`);

function orderOf(sort: FindOptions['sort'], indexed: ReadonlySet<string>): string {
  const keys = Object.entries(sort ?? {});
  const columns = keys.map(([path, direction]) => {
    if (path !== '_id' && !indexed.has(path)) throw new TypeError(`${path} is not indexed: nothing sorts by it.`);
    return `${path === '_id' ? '_id' : expressionOf(path)}${direction === -1 ? ' DESC' : ''}`;
  });
  return [...columns, ...(keys.some(([path]) => path === '_id') ? [] : ['_id'])].join(', ');
}

function refusingDuplicates<T>(collection: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof UniqueViolation ? new DuplicateKey(collection, { cause: error }) : error;
  }
}

/** Chunks grow, so that what lies far behind costs no more than what was passed on the way. */
function scan(
  rows: Statement<Row>,
  values: readonly SqlValue[],
  fits: (text: string) => boolean,
  enough: number,
): readonly string[] {
  const found: string[] = [];
  for (let offset = 0, size = SMALLEST_CHUNK; found.length < enough; offset += size, size *= 2) {
    const chunk = rows.all(...values, size, offset);
    for (const { doc } of chunk) if (found.length < enough && fits(doc)) found.push(doc);
    if (chunk.length < size) break;
  }
  return found;
}

/** Makes the index if it is missing; tells whether it was. */
function addIndex(sqlite: Sqlite, collection: string, { fields, unique = false }: IndexSpec): boolean {
  const bad = fields.find((field) => !FIELD.test(field));
  if (fields.length === 0 || bad !== undefined) {
    throw new TypeError(`An index of ${collection} needs field names; ${bad ?? 'none'} is not one.`);
  }
  const indexName = `${unique ? 'u' : 'i'}/${collection}/${fields.join(',')}`;
  if (sqlite.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = ?`).get(indexName)) return false;
  const columns = fields.map(expressionOf);
  const plain = quoted(`i/${collection}/${fields.join(',')}`);
  sqlite.exec(`CREATE INDEX IF NOT EXISTS ${plain} ON ${tableName(collection)} (${columns.join(', ')})`);
  // A missing field is null, and null is a value: two documents without it are duplicates, as in MongoDB.
  const held = columns.map((column) => `ifnull(${column}, x'')`);
  if (unique) sqlite.exec(`CREATE UNIQUE INDEX ${quoted(indexName)} ON ${tableName(collection)} (${held.join(', ')})`);
  return true;
}

/** The table of that collection, made if absent. Inside a transaction. */
export function openTable(sqlite: Sqlite, collection: string): Table {
  const name = tableName(collection);
  sqlite.exec(`CREATE TABLE IF NOT EXISTS ${name} (_id TEXT PRIMARY KEY, doc TEXT NOT NULL) STRICT, WITHOUT ROWID`);
  const elements = createElements(sqlite, collection);
  const { knowledge } = elements;
  const insert = sqlite.prepare(`INSERT INTO ${name} (_id, doc) VALUES (?, ?)`);
  const replace = sqlite.prepare(`UPDATE ${name} SET doc = ?2 WHERE _id = ?1`);
  const remove = sqlite.prepare(`DELETE FROM ${name} WHERE _id = ?`);

  return {
    select(filter, { sort, limit, skip = 0 }) {
      const where = whereOf(filter, knowledge);
      const order = orderOf(sort, knowledge.indexed);
      const rows = sqlite.prepare<Row>(`SELECT doc FROM ${name} WHERE ${where.sql} ORDER BY ${order} LIMIT ? OFFSET ?`);
      if (where.exact) return rows.all(...where.values, limit, skip).map(({ doc }) => doc);
      const fits = matcherOf(filter);
      return scan(rows, where.values, (text) => fits(JSON.parse(text) as Fields), skip + limit).slice(skip);
    },
    insert: (id, document) =>
      refusingDuplicates(collection, () => {
        insert.run(id, JSON.stringify(document));
        elements.write(id, document);
      }),
    replace: (id, document) =>
      refusingDuplicates(collection, () => {
        replace.run(id, JSON.stringify(document));
        elements.write(id, document);
      }),
    remove(id) {
      remove.run(id);
      elements.remove(id);
    },
    index(indexes) {
      const added = indexes.filter((spec) => {
        elements.index(spec);
        return addIndex(sqlite, collection, spec);
      });
      if (added.length === 0) return;
      for (const { _id, doc } of sqlite.prepare<{ _id: string; doc: string }>(`SELECT _id, doc FROM ${name}`).all()) {
        elements.write(_id, JSON.parse(doc) as Fields);
      }
    },
  };
}
