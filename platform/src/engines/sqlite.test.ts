import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineUnavailable } from '../event-store/errors';
import { createGroupCommit } from './group-commit';
import { holdFile, openSqlite, UniqueViolation, type Sqlite } from './sqlite';

describe('an SQLite file', () => {
  let folder: string;
  let sqlite: Sqlite;
  const pragma = (name: string): unknown => sqlite.prepare<Record<string, unknown>>(`PRAGMA ${name}`).all()[0]?.[name];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flow-sqlite-'));
    sqlite = openSqlite(join(folder, 'a.db'), 'full');
    sqlite.exec('CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT UNIQUE) STRICT');
  });
  afterEach(async () => {
    sqlite.close();
    await rm(folder, { recursive: true });
  });

  it('writes ahead, syncs each commit and overwrites what is deleted', () => {
    const settings = ['journal_mode', 'synchronous', 'secure_delete'].map(pragma);
    expect(settings).toStrictEqual(['wal', 2, 1]);
  });

  it('tells a refused row from an engine that is not available', () => {
    const insert = sqlite.prepare('INSERT INTO t VALUES (?, ?)');
    expect(insert.run(1, 'x')).toBe(1);
    expect(() => insert.run(2, 'x')).toThrow(UniqueViolation);
    expect(() => insert.run(1, 'y')).toThrow(UniqueViolation);
    expect(() => sqlite.prepare('SELECT * FROM nowhere')).toThrow(EngineUnavailable);
  });

  it('asks a disk that refused a write by a trial, until there is room again', () => {
    const pages = (most: number): void => sqlite.exec(`PRAGMA max_page_count = ${most}`);
    const insert = sqlite.prepare('INSERT INTO t VALUES (?, ?)');
    pages(10);
    sqlite.tryWriting();
    expect(() => insert.run(1, 'x'.repeat(200_000))).toThrow(EngineUnavailable);
    expect(() => sqlite.tryWriting()).toThrow(EngineUnavailable);
    expect(insert.run(2, 'small')).toBe(1);
    expect(() => sqlite.tryWriting()).toThrow(EngineUnavailable);
    pages(1_000_000);
    sqlite.tryWriting();
    pages(10);
    sqlite.tryWriting();
    expect(sqlite.prepare("SELECT name FROM sqlite_schema WHERE name = 'room'").all()).toStrictEqual([]);
  });

  it('has everything in the one file when it is closed, and serves nobody after', async () => {
    const count = sqlite.prepare<{ n: number }>('SELECT count(*) AS n FROM t');
    expect(count.get()?.n).toBe(0);
    sqlite.close();
    expect(() => count.get()).toThrow(EngineUnavailable);
    expect(() => {
      sqlite.exec('SELECT 1');
    }).toThrow(EngineUnavailable);
    const log = await stat(join(folder, 'a.db-wal')).catch(() => ({ size: 0 }));
    expect(log.size).toBe(0);
  });

  it('commits many writes together, and undoes alone the one that throws', async () => {
    const commits = createGroupCommit(sqlite);
    const insert = sqlite.prepare('INSERT INTO t VALUES (?, ?)');
    const order: string[] = [];
    const writes = [1, 2, 3].map(async (key) =>
      commits.run(
        () => {
          insert.run(key, `value ${key}`);
          if (key === 2) throw new Error('Not this one.');
          return key;
        },
        (done) => order.push(`committed ${done}`),
      ),
    );
    const settled = await Promise.allSettled(writes);
    order.push('answered');
    expect(settled.map(({ status }) => status)).toStrictEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(order).toStrictEqual(['committed 1', 'committed 3', 'answered']);
    expect(sqlite.prepare<{ a: number }>('SELECT a FROM t').all()).toStrictEqual([{ a: 1 }, { a: 3 }]);
  });

  it('is held by one until that one lets it go', () => {
    const held = holdFile(join(folder, 'lock'));
    expect(holdFile(join(folder, 'lock'))).toBeUndefined();
    held?.release();
    const again = holdFile(join(folder, 'lock'));
    expect(again).toBeDefined();
    again?.release();
  });
});
