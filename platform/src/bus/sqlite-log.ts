import type { GroupCommit } from '../engines/group-commit';
import type { Sqlite } from '../engines/sqlite';
import { PARTITIONS, type BusMessage, type DeliveredMessage } from './bus';
import { partitionOf } from './partition-of';

/** `next` is kept apart from the messages, since old messages go and offsets must never come again. */
const TABLES = `
  CREATE TABLE IF NOT EXISTS partitions (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (topic, partition)) STRICT;
  CREATE TABLE IF NOT EXISTS messages (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL, at INTEGER NOT NULL,
    key TEXT NOT NULL, value TEXT NOT NULL, headers TEXT NOT NULL, PRIMARY KEY (topic, partition, offset)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS offsets (
    consumers TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, next INTEGER NOT NULL,
    PRIMARY KEY (consumers, topic, partition)) STRICT, WITHOUT ROWID;`;

export interface Partition {
  readonly topic: string;
  readonly partition: number;
}

export interface Log {
  has(topic: string): boolean;
  add(topic: string): Promise<void>;
  /** Resolves when all are on the disk. */
  publish(topic: string, messages: readonly BusMessage[], atMs: number): Promise<void>;
  /** The offset after the last message. */
  end(partition: Partition): number;
  read(partition: Partition, from: number, limit: number): readonly DeliveredMessage[];
  committed(group: string, partition: Partition): number;
  commit(group: string, partition: Partition, next: number): Promise<void>;
  /** Removes the messages of a topic that are older. */
  prune(topic: string, olderThanMs: number): Promise<void>;
}

interface MessageRow extends Partition {
  readonly offset: number;
  readonly key: string;
  readonly value: string;
  readonly headers: string;
}

export const partitionsOf = (topic: string): readonly Partition[] =>
  Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition }));

function statements(sqlite: Sqlite) {
  sqlite.exec(TABLES);
  return {
    add: sqlite.prepare('INSERT INTO partitions (topic, partition) VALUES (?, ?) ON CONFLICT DO NOTHING'),
    next: sqlite.prepare<{ next: number }>('SELECT next FROM partitions WHERE topic = ? AND partition = ?'),
    setNext: sqlite.prepare('UPDATE partitions SET next = ? WHERE topic = ? AND partition = ?'),
    insert: sqlite.prepare(
      'INSERT INTO messages (topic, partition, offset, at, key, value, headers) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ),
    read: sqlite.prepare<MessageRow>(
      `SELECT topic, partition, offset, key, value, headers FROM messages
       WHERE topic = ? AND partition = ? AND offset >= ? ORDER BY offset LIMIT ?`,
    ),
    committed: sqlite.prepare<{ next: number }>(
      'SELECT next FROM offsets WHERE consumers = ? AND topic = ? AND partition = ?',
    ),
    commit: sqlite.prepare(
      `INSERT INTO offsets (consumers, topic, partition, next) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET next = excluded.next WHERE excluded.next > next`,
    ),
    prune: sqlite.prepare(
      `DELETE FROM messages WHERE topic = ?1 AND partition = ?2 AND offset < ifnull(
         (SELECT offset FROM messages WHERE topic = ?1 AND partition = ?2 AND at >= ?3 ORDER BY offset LIMIT 1),
         (SELECT next FROM partitions WHERE topic = ?1 AND partition = ?2))`,
    ),
  };
}

/** Topics, messages and offsets in one file. `step`: how far an offset is from the one before. */
export function createLog(sqlite: Sqlite, commits: GroupCommit, step: () => number): Log {
  const sql = statements(sqlite);
  const end = ({ topic, partition }: Partition): number => sql.next.get(topic, partition)?.next ?? 0;

  function insert(topic: string, { key, value, headers }: BusMessage, atMs: number): void {
    const partition = partitionOf(key);
    const offset = end({ topic, partition }) + step() - 1;
    sql.insert.run(topic, partition, offset, atMs, key, value, JSON.stringify(headers));
    sql.setNext.run(offset + 1, topic, partition);
  }

  return {
    has: (topic) => sql.next.get(topic, 0) !== undefined,
    add: async (topic) =>
      commits.run(() => {
        for (const { partition } of partitionsOf(topic)) sql.add.run(topic, partition);
      }),
    publish: async (topic, messages, atMs) =>
      commits.run(() => {
        for (const message of messages) insert(topic, message, atMs);
      }),
    end,
    read: ({ topic, partition }, from, limit) =>
      sql.read.all(topic, partition, from, limit).map((row) => ({
        ...row,
        headers: JSON.parse(row.headers) as Readonly<Record<string, string>>,
      })),
    committed: (group, { topic, partition }) => sql.committed.get(group, topic, partition)?.next ?? 0,
    commit: async (group, { topic, partition }, next) =>
      commits.run(() => void sql.commit.run(group, topic, partition, next)),
    prune: async (topic, olderThanMs) =>
      commits.run(() => {
        for (const { partition } of partitionsOf(topic)) sql.prune.run(topic, partition, olderThanMs);
      }),
  };
}
