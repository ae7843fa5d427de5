import type { Consumer } from 'kafkajs';
import type { WaitingCalls } from '../../engines/waiting-calls';
import type { ConsumeOptions } from '../bus';
import { newClient } from './connection';
import { createDelivery, type Delivery } from './delivery';
import type { OpenOptions } from './options';

/** A consumer that stopped without saying so: neither a fetch nor a heartbeat for a while, and nothing in hand. */
export class SilentConsumer extends Error {
  constructor(ms: number) {
    super(`A consumer has shown no sign of life for ${ms} ms.`);
    this.name = 'SilentConsumer';
  }
}

/** One consumer of a group from its joining on. Resolves when the signal has ended it; throws where it cannot go on. */
export async function runSession(options: OpenOptions, calls: WaitingCalls, wanted: ConsumeOptions): Promise<void> {
  const { timings, log } = options;
  const { group, topics, signal } = wanted;
  const consumer = newConsumer(options, group);
  const delivery = createDelivery({
    ...wanted,
    heartbeatMs: timings.heartbeatMs,
    failed: (topic, error) => log.warn('A batch was not handled; it comes again.', { topic, group, error }),
  });
  const ending = watch(consumer, delivery, timings.silentMs, signal);
  try {
    await Promise.race([ending.ended, join(consumer, topics, delivery)]);
    await ending.ended;
  } finally {
    ending.stop();
    await delivery.end();
    // Where the cluster does not answer it misses us after the session's time anyway.
    const left = consumer.disconnect().catch(() => undefined);
    await calls.within(timings.closeMs, async () => left).catch(() => undefined);
  }
}

const newConsumer = ({ connection, timings, log }: OpenOptions, groupId: string): Consumer =>
  newClient(connection, timings, log).consumer({
    groupId,
    sessionTimeout: timings.sessionMs,
    heartbeatInterval: timings.heartbeatMs,
    rebalanceTimeout: timings.rebalanceMs,
    maxWaitTimeInMs: timings.fetchWaitMs,
    maxBytesPerPartition: 256 * 1024,
    metadataMaxAge: 60_000,
    allowAutoTopicCreation: false,
    // Whether it is started again is decided in one place: ours.
    retry: {
      retries: 4,
      initialRetryTime: 100,
      maxRetryTime: 2000,
      restartOnFailure: async () => Promise.resolve(false),
    },
  });

async function join(consumer: Consumer, topics: readonly string[], delivery: Delivery): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({ eachBatchAutoResolve: false, eachBatch: async (payload) => delivery.eachBatch(payload) });
}

/** `ended` resolves at the signal, and rejects at a crash and after a silence. */
function watch(consumer: Consumer, delivery: Delivery, silentMs: number, signal: AbortSignal) {
  const { CRASH, FETCH, GROUP_JOIN, HEARTBEAT } = consumer.events;
  let seenMs = performance.now();
  const alive = (): void => {
    seenMs = performance.now();
  };
  let stop = (): void => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    const look = setInterval(() => {
      if (delivery.isBusy()) alive();
      else if (performance.now() - seenMs > silentMs) reject(new SilentConsumer(silentMs));
    }, silentMs / 10);
    stop = () => {
      clearInterval(look);
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = (): void => resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) resolve();
    consumer.on(CRASH, ({ payload }) => reject(payload.error));
  });
  for (const event of [FETCH, HEARTBEAT] as const) consumer.on(event, alive);
  consumer.on(GROUP_JOIN, () => {
    alive();
    delivery.joined();
  });
  return { ended, stop };
}
