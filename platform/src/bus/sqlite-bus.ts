import { compact } from '../engines/compact';
import { createGroupCommit } from '../engines/group-commit';
import { openSqlite } from '../engines/sqlite';
import { createWakeUps } from '../engines/wake-ups';
import { systemClock, type Clock } from '../time/clock';
import { epochMsOf } from '../time/instant';
import type { Bus } from './bus';
import { createGroups } from './consumer-group';
import { createLog } from './sqlite-log';

export interface SqliteBusOptions {
  readonly clock?: Clock;
  readonly warn?: (message: string, error: unknown) => void;
  /** How far an offset is from the one before; 1 unless given. */
  readonly step?: () => number;
}

/** The embedded bus: one file, one process. */
export interface SqliteBus extends Bus {
  /** Leaves nothing in the file of messages that went. */
  forget(): Promise<void>;
  /** Rejects while the disk takes no writes; asks it only where it has refused one. */
  canWrite(): Promise<void>;
  /** Commits what waits, ends all consumers and closes the file. A batch in hand comes again at the next start. */
  close(): void;
}

/** As long as Kafka keeps them unless told otherwise. Nothing is ever rebuilt from the bus. */
const KEPT_MS = 7 * 24 * 3600 * 1000;
const PRUNED_EVERY_MS = 3600 * 1000;

/** Opens the bus in that file, made if absent. A message is synced to the disk before `publish` resolves. */
export function openSqliteBus(file: string, options: SqliteBusOptions = {}): SqliteBus {
  const { clock = systemClock, warn = () => undefined, step = () => 1 } = options;
  const sqlite = openSqlite(file, 'full');
  const commits = createGroupCommit(sqlite);
  const log = createLog(sqlite, commits, step);
  const news = createWakeUps();
  const consume = createGroups({ log, news, clock, warn });
  const closing = new AbortController();
  const prunedAt = new Map<string, number>();

  async function pruneAtTimes(topic: string, nowMs: number): Promise<void> {
    if (nowMs - (prunedAt.get(topic) ?? -Infinity) < PRUNED_EVERY_MS) return;
    prunedAt.set(topic, nowMs);
    try {
      await log.prune(topic, nowMs - KEPT_MS);
    } catch (error) {
      warn(`Old messages of ${topic} could not be removed.`, error);
    }
  }

  return {
    ensureTopic: async (topic) => log.add(topic),
    async publish(topic, messages) {
      if (!log.has(topic)) throw new Error(`There is no topic ${topic}: ensureTopic makes it.`);
      const nowMs = epochMsOf(clock.now());
      await log.publish(topic, messages, nowMs);
      news.wake([topic]);
      await pruneAtTimes(topic, nowMs);
    },
    async consume(wanted) {
      for (const topic of wanted.topics) await log.add(topic);
      await consume({ ...wanted, signal: AbortSignal.any([wanted.signal, closing.signal]) });
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
      closing.abort();
      commits.close();
      sqlite.close();
    },
  };
}
