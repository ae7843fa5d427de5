import type { WakeUps } from '../engines/wake-ups';
import type { Clock } from '../time/clock';
import type { ConsumeOptions } from './bus';
import { partitionsOf, type Log, type Partition } from './sqlite-log';

const LARGEST_BATCH = 200;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 10_000;

/** One partition of one group, shared by all consumers of the group: one of them has it at a time. */
interface Lane extends Partition {
  busy: boolean;
  /** Where to go on. */
  next: number;
  failures: number;
  /** Monotonic; after a failure nothing is delivered before. */
  notBefore: number;
}

export interface Delivery {
  readonly log: Log;
  /** Woken with the topic of each publication, and when a lane is free again. */
  readonly news: WakeUps;
  readonly clock: Clock;
  readonly warn: (message: string, error: unknown) => void;
}

/** Waits for news of the topics, but no longer than given. */
async function rest(news: WakeUps, topics: readonly string[], ms: number, signal: AbortSignal): Promise<void> {
  const over = new AbortController();
  const end = (): void => {
    over.abort();
  };
  signal.addEventListener('abort', end, { once: true });
  const timer = Number.isFinite(ms) ? setTimeout(end, ms) : undefined;
  if (!signal.aborted) await news.wait((topic) => topics.includes(topic), over.signal);
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
}

async function deliver(lane: Lane, { log, clock, warn }: Delivery, { group, onBatch }: ConsumeOptions): Promise<void> {
  try {
    const messages = log.read(lane, lane.next, LARGEST_BATCH);
    if (messages.length > 0) await onBatch(messages);
    const next = (messages.at(-1)?.offset ?? log.end(lane) - 1) + 1;
    await log.commit(group, lane, next);
    lane.next = next;
    lane.failures = 0;
  } catch (error) {
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** lane.failures, LONGEST_PAUSE_MS);
    lane.failures += 1;
    lane.notBefore = clock.monotonicMs() + pauseMs;
    warn(`A batch of ${lane.topic} was not handled by ${group}; it comes again.`, error);
  }
}

/** The groups of this process. Each gives a function that consumes until its signal fires. */
export function createGroups(delivery: Delivery): (options: ConsumeOptions) => Promise<void> {
  const { log, news, clock } = delivery;
  const lanes = new Map<string, Lane>();

  function laneOf(group: string, partition: Partition): Lane {
    const name = JSON.stringify([group, partition.topic, partition.partition]);
    const known = lanes.get(name);
    if (known) return known;
    const lane = { ...partition, busy: false, next: log.committed(group, partition), failures: 0, notBefore: 0 };
    lanes.set(name, lane);
    return lane;
  }

  return async function consume(options) {
    const { group, topics, signal } = options;
    const mine = topics.flatMap(partitionsOf).map((partition) => laneOf(group, partition));
    while (!signal.aborted) {
      const waiting = mine.filter((lane) => !lane.busy && lane.next < log.end(lane));
      const now = clock.monotonicMs();
      const lane = waiting.find(({ notBefore }) => notBefore <= now);
      if (!lane) {
        await rest(news, topics, Math.min(...waiting.map(({ notBefore }) => notBefore - now)), signal);
        continue;
      }
      // To the end of the line, so that a busy partition does not starve the others.
      mine.push(...mine.splice(mine.indexOf(lane), 1));
      lane.busy = true;
      await deliver(lane, delivery, options);
      lane.busy = false;
      news.wake([lane.topic]);
    }
  };
}
