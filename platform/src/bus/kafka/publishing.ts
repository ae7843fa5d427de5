import { Partitioners, type Producer } from 'kafkajs';
import type { WaitingCalls } from '../../engines/waiting-calls';
import { EngineUnavailable, OutcomeUnknown } from '../../event-store/errors';
import { backOffMs } from '../../running/persistently';
import { pause } from '../../running/pause';
import type { BusMessage } from '../bus';
import { partitionOf } from '../partition-of';
import { chunksOf } from './chunks';
import { newClient } from './connection';
import { isPermanent, isRetriable } from './faults';
import type { OpenOptions } from './options';

export interface Publishing {
  publish(topic: string, messages: readonly BusMessage[]): Promise<void>;
  /** Takes nothing more. */
  refuse(): void;
  /** Waits a while for what is under way. */
  close(): Promise<void>;
}

/** Pauses of 80 ms and more. */
const PATIENCE = 4;

/**
 * One batch at a time through one idempotent producer: kafkajs loses messages where several are under way, since it gives the
 * number of a failed batch to the next one. For the same reason a producer whose last batch has an unknown end is given up: what
 * another batch brought under its numbers would be taken for that one, and dropped.
 */
export function createPublishing(options: OpenOptions, calls: WaitingCalls): Publishing {
  const { timings } = options;
  const closing = new AbortController();
  let last: Promise<unknown> = Promise.resolve();
  let current: Producer | undefined;

  async function producer(untilMs: number): Promise<Producer> {
    current ??= await connected(newProducer(options), calls, untilMs);
    return current;
  }

  async function send(topic: string, chunk: readonly BusMessage[], untilMs: number): Promise<void> {
    const sender = await producer(untilMs);
    for (let attempt = 1; ; attempt += 1) {
      const leftMs = untilMs - performance.now();
      try {
        await calls.within(leftMs, async () => sendOnce(sender, topic, chunk, timings.requestMs));
        return;
      } catch (error) {
        if (isRetriable(error) && performance.now() < untilMs && !closing.signal.aborted) {
          await pause(backOffMs(attempt + PATIENCE), closing.signal);
          continue;
        }
        current = undefined;
        void leave(sender);
        throw faultOf(topic, error);
      }
    }
  }

  async function sendAll(topic: string, messages: readonly BusMessage[], untilMs: number): Promise<void> {
    if (closing.signal.aborted || performance.now() >= untilMs) throw new EngineUnavailable('publishing');
    for (const [index, chunk] of chunksOf(messages).entries()) {
      try {
        await send(topic, chunk, untilMs);
      } catch (error) {
        // Something of it is there already.
        if (index === 0 || !(error instanceof EngineUnavailable)) throw error;
        throw new OutcomeUnknown(`messages to ${topic}`, { cause: error });
      }
    }
  }

  async function leaveCurrent(): Promise<void> {
    const before = current;
    current = undefined;
    if (before) await leave(before);
  }

  return {
    refuse: () => closing.abort(),
    async publish(topic, messages) {
      const untilMs = performance.now() + timings.publishMs;
      const mine = last.then(async () => sendAll(topic, messages, untilMs));
      last = mine.catch(() => undefined);
      return mine;
    },
    async close() {
      closing.abort();
      const left = last.then(async () => leaveCurrent());
      await calls.within(timings.closeMs, async () => left).catch(() => undefined);
      void leaveCurrent();
    },
  };
}

async function connected(made: Producer, calls: WaitingCalls, untilMs: number): Promise<Producer> {
  try {
    await calls.within(untilMs - performance.now(), async () => made.connect());
    return made;
  } catch (error) {
    void leave(made);
    throw new EngineUnavailable('publishing', { cause: error });
  }
}

const newProducer = ({ connection, timings, log }: OpenOptions): Producer =>
  newClient(connection, timings, log).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
    // As few as it takes: the patience is ours, and ends in time.
    retry: { retries: 1 },
  });

const faultOf = (topic: string, cause: unknown): Error =>
  isPermanent(cause)
    ? new Error(`Messages to ${topic} are not what Kafka takes.`, { cause })
    : new OutcomeUnknown(`messages to ${topic}`, { cause });

async function sendOnce(
  producer: Producer,
  topic: string,
  messages: readonly BusMessage[],
  timeout: number,
): Promise<void> {
  // The partition is named: the partitioner would count those that it has heard of so far.
  const placed = messages.map(({ key, value, headers }) => ({
    ...{ key, value, partition: partitionOf(key) },
    headers: { ...headers },
  }));
  const acknowledged = await producer.send({ topic, acks: -1, timeout, messages: placed });
  const partitions = new Set(acknowledged.map(({ partition }) => partition));
  if (placed.every(({ partition }) => partitions.has(partition))) return;
  // Where a leader moves between two attempts to one that had its part already, kafkajs sends it nothing more and says all is well.
  throw new OutcomeUnknown(`some messages to ${topic}`);
}

const leave = async (producer: Producer): Promise<void> => producer.disconnect().catch(() => undefined);
