import type { Sqlite } from '../engines/sqlite';
import { valuesAt, type Fields } from './document-json';
import type { IndexSpec } from './documents';
import type { FieldKnowledge } from './filter-sql';

/** Elements of arrays in indexed fields, so that a search for one of them needs no scan. Named once a collection, for ever. */
export const ELEMENTS = `
  CREATE TABLE IF NOT EXISTS elements (
    collection TEXT NOT NULL, path TEXT NOT NULL, value ANY NOT NULL, type TEXT NOT NULL, _id TEXT NOT NULL,
    PRIMARY KEY (collection, path, value, type, _id)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS elements_by_document ON elements (collection, _id);
  CREATE TABLE IF NOT EXISTS array_fields (
    collection TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (collection, path)) STRICT, WITHOUT ROWID;`;

/** Text, number or boolean as an element's row holds it. */
function elementOf(value: unknown): readonly [string | number, string] | undefined {
  if (typeof value === 'string') return [value, 'text'];
  if (typeof value === 'number') return [value, Number.isInteger(value) ? 'integer' : 'real'];
  if (typeof value === 'boolean') return [value ? 1 : 0, String(value)];
  return undefined;
}

/** What is known of the fields of a collection, kept as documents come and go. */
export interface Elements {
  readonly knowledge: FieldKnowledge;
  index(spec: IndexSpec): void;
  remove(id: string): void;
  write(id: string, document: Fields): void;
}

/** Which fields are indexed and which hold arrays, and the elements of those. */
export function createElements(sqlite: Sqlite, collection: string): Elements {
  const indexed = new Set<string>();
  const unique = new Set<string>();
  const arrays = new Set(
    sqlite
      .prepare<{ path: string }>('SELECT path FROM array_fields WHERE collection = ?')
      .all(collection)
      .map(({ path }) => path),
  );
  const addField = sqlite.prepare('INSERT INTO array_fields (collection, path) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const add = sqlite.prepare(
    'INSERT INTO elements (collection, path, value, type, _id) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const drop = sqlite.prepare('DELETE FROM elements WHERE collection = ? AND _id = ?');

  function addOf(id: string, path: string, document: Fields): void {
    const { values, crossedArray } = valuesAt(document, path);
    if (!crossedArray) return;
    if (unique.has(path)) throw new TypeError(`${path} is unique in ${collection}, so it holds one value, no array.`);
    addField.run(collection, path);
    arrays.add(path);
    for (const element of values.map(elementOf)) if (element) add.run(collection, path, ...element, id);
  }

  const remove = (id: string): void => {
    if (arrays.size > 0) drop.run(collection, id);
  };

  return {
    knowledge: { collection, indexed, arrays },
    index(spec) {
      for (const field of spec.fields) indexed.add(field);
      if (spec.unique === true) for (const field of spec.fields) unique.add(field);
    },
    remove,
    write(id, document) {
      remove(id);
      for (const path of indexed) addOf(id, path, document);
    },
  };
}
