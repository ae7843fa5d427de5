import { randomUUID } from 'node:crypto';
import { openKafkaBus } from '@flow/platform/bus/kafka/kafka-bus';
import { parseCloudEvent, type CloudEvent } from '@flow/platform/running/cloud-event';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { certain } from '../product/certain';

const TOPICS = ['patients', 'beds', 'ipm'] as const;
const COMES_WITHIN_MS = 30_000;

/** What the product has put on the bus. */
export interface ToldOnBus {
  /** How many subjects a topic tells of. */
  subjects(topic: string): number;
  /** Subjects of which an event is missing, or out of its order. Repeats are allowed, as to every consumer. */
  broken(): readonly string[];
}

function follows(events: readonly CloudEvent[]): boolean {
  let have: number | null = null;
  for (const { revision, previous } of events) {
    if (have !== null && revision <= have) continue;
    if (previous !== have) return false;
    have = revision;
  }
  return true;
}

/** Reads the bus from its beginning until all of it is there by the word of `isWhole`. */
export async function toldOnBus(broker: string, isWhole: (told: ToldOnBus) => boolean): Promise<ToldOnBus> {
  const bus = openKafkaBus({
    connection: { brokers: [broker] },
    replicationFactor: 1,
    log: silentLog,
    metrics: createMetrics(),
  });
  const seen = new Map<string, CloudEvent[]>();
  const over = new AbortController();
  const onBatch = async (messages: readonly { readonly topic: string; readonly value: string }[]): Promise<void> => {
    for (const { topic, value } of messages) {
      const event = parseCloudEvent(value);
      if (event === undefined) throw new Error(`What is on ${topic} is no public event.`);
      const name = `${topic}/${event.subject}`;
      seen.set(name, [...(seen.get(name) ?? []), event]);
    }
    return Promise.resolve();
  };
  const told: ToldOnBus = {
    subjects: (topic) => [...seen.keys()].filter((name) => name.startsWith(`${topic}/`)).length,
    broken: () => [...seen].filter(([, events]) => !follows(events)).map(([name]) => name),
  };
  const consuming = bus.consume({ group: randomUUID(), topics: TOPICS, signal: over.signal, onBatch });
  try {
    await certain('all of it is on the bus', COMES_WITHIN_MS, () => (isWhole(told) ? true : undefined));
    return told;
  } finally {
    over.abort();
    await consuming;
    await bus.close();
  }
}
