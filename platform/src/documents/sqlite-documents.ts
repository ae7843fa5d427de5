import { compact } from '../engines/compact';
import { createGroupCommit } from '../engines/group-commit';
import { openSqlite, type Sqlite } from '../engines/sqlite';
import type { Document, Documents, IndexSpec } from './documents';
import { collectionOn } from './sqlite-collection';
import { ELEMENTS } from './sqlite-elements';
import { openTable, tableName, type Table } from './sqlite-table';

/** The embedded documents: one file, one process. */
export interface SqliteDocuments extends Documents {
  /** Leaves nothing in the file of documents that went. */
  forget(): Promise<void>;
  /** Rejects while the disk takes no writes; asks it only where it has refused one. */
  canWrite(): Promise<void>;
  /** Commits what waits and closes the file. */
  close(): void;
}

const NAME = /^[A-Za-z][\w-]*$/;

/**
 * Opens the documents in that file, made if absent. The last commits may be lost when the power fails, never their order:
 * a checkpoint never stands ahead of what was written before it, and everything here can be rebuilt.
 */
export const openSqliteDocuments = (file: string): SqliteDocuments => documentsOn(openSqlite(file, 'normal'));

/** The documents on an open file, which they close at the end. */
export function documentsOn(sqlite: Sqlite): SqliteDocuments {
  sqlite.exec(ELEMENTS);
  const commits = createGroupCommit(sqlite);
  const tables = new Map<string, Table>();
  const indexesOf = new Map<string, readonly IndexSpec[]>();

  function tableOf(name: string): Table {
    const known = tables.get(name);
    if (known) return known;
    const table = openTable(sqlite, name);
    table.index(indexesOf.get(name) ?? []);
    // Not before it is there for certain: a transaction may yet be undone.
    if (!sqlite.inTransaction) tables.set(name, table);
    return table;
  }

  return {
    async collection<D extends Document>(name: string, indexes: readonly IndexSpec[]) {
      if (!NAME.test(name)) throw new TypeError(`A collection is named by letters, digits, - and _; ${name} is not.`);
      indexesOf.set(name, [...(indexesOf.get(name) ?? []), ...indexes]);
      const made = (): Table => {
        const table = tableOf(name);
        table.index(indexes);
        return table;
      };
      await commits.run(made, (table) => tables.set(name, table));
      return collectionOn<D>(() => tableOf(name), commits);
    },
    async drop(name) {
      const forget = (): boolean => tables.delete(name);
      await commits.run(() => {
        sqlite.exec(`DROP TABLE IF EXISTS ${tableName(name)}`);
        sqlite.prepare('DELETE FROM elements WHERE collection = ?').run(name);
        sqlite.prepare('DELETE FROM array_fields WHERE collection = ?').run(name);
        forget();
      }, forget);
    },
    async canWrite() {
      sqlite.tryWriting();
      return Promise.resolve();
    },
    async forget() {
      compact(sqlite);
      return Promise.resolve();
    },
    close() {
      commits.close();
      sqlite.close();
    },
  };
}
