import { createGroupCommit } from '../engines/group-commit';
import { openSqlite, type Sqlite } from '../engines/sqlite';
import { createWakeUps } from '../engines/wake-ups';
import { checkedCount, toWrite } from './append-request';
import type { EventStore, Position } from './event-store';
import { positionOf as plainPositionOf } from './position';
import { appender } from './sqlite-append';
import { forgetter } from './sqlite-forget';
import { categoryReader, streamReader } from './sqlite-reads';
import { beginAnew, factsOf, lastPosition, lastRecordedAt, prepareSchema, type Facts } from './sqlite-schema';
import { streamsOf } from './sqlite-streams';
import { follow } from './sqlite-subscription';
import { categoryOf } from './stream-name';

export interface SqliteEventStoreOptions {
  readonly warn?: (message: string, error: unknown) => void;
  /** How far the next position is from the last; 1 unless given. */
  readonly step?: () => number;
  /** How a commit position is shown; must keep the order, and give the same again. */
  readonly positionOf?: (commit: number) => Position;
}

/** The embedded event store: one file, one process. */
export interface SqliteEventStore extends EventStore {
  /** What the file says about itself. */
  readonly facts: Facts;
  /** The last position that was ever given, and when the last event was recorded that is there. */
  end(): { readonly position: Position; readonly recordedAt: string | undefined };
  /** Begins another life of the store: it is not what it was. */
  beginAnew(): void;
  /** Removes from the file what is read no more. */
  forget(): Promise<void>;
  /** Rejects while the disk takes no writes; asks it only where it has refused one. */
  canWrite(): Promise<void>;
  /** Commits what waits, ends all subscriptions and closes the file. */
  close(): void;
}

/** Opens the store in that file, made if absent. Each append is synced to the disk before it is answered. */
export const openSqliteEventStore = (file: string, options: SqliteEventStoreOptions = {}): SqliteEventStore =>
  eventStoreOn(openSqlite(file, 'full'), options);

/** The store on an open file, which it closes at the end. */
export function eventStoreOn(sqlite: Sqlite, options: SqliteEventStoreOptions = {}): SqliteEventStore {
  const { positionOf = plainPositionOf, step = () => 1, warn = () => undefined } = options;
  let epoch = prepareSchema(sqlite);
  const commits = createGroupCommit(sqlite);
  const news = createWakeUps();
  const streams = streamsOf(sqlite);
  const append = appender(sqlite, { streams, positionOf, step });
  const read = streamReader(sqlite, streams, positionOf);
  const readOn = categoryReader(sqlite, streams, positionOf);
  const closing = new AbortController();

  return {
    async append(stream, expected, events) {
      const rows = toWrite(stream, expected, events);
      return commits.run(
        () => append(stream, expected, rows),
        () => news.wake([categoryOf(stream)]),
      );
    },
    read: async (stream, readOptions) => Promise.resolve(read(stream, readOptions)),
    subscribe: (wanted) =>
      follow({ readOn, news, warn }, { ...wanted, signal: AbortSignal.any([wanted.signal, closing.signal]) }),
    deleteStream: async (stream, expected) => commits.run(() => streams.remove(stream, expected)),
    truncateBefore: async (stream, revision) =>
      commits.run(() => streams.truncate(stream, checkedCount('The first revision', revision, 0))),
    setMaxCount: async (stream, count) =>
      commits.run(() => streams.setMaxCount(stream, checkedCount('The most events', count, 1))),
    epoch: async () => Promise.resolve(epoch),
    facts: factsOf(sqlite),
    end: () => ({ position: positionOf(lastPosition(sqlite)), recordedAt: lastRecordedAt(sqlite) }),
    beginAnew() {
      epoch = beginAnew(sqlite);
    },
    async canWrite() {
      sqlite.tryWriting();
      return Promise.resolve();
    },
    forget: forgetter(sqlite, commits),
    close() {
      commits.close();
      closing.abort();
      sqlite.close();
    },
  };
}
