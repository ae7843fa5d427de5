import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Bus } from '../bus/bus';
import { openKafkaBus } from '../bus/kafka/kafka-bus';
import { openMongoDocuments } from '../documents/mongodb/mongo-documents';
import { openEventStoreDb } from '../event-store/eventstoredb/event-store-db';
import { silentLog } from '../telemetry/log';
import { createMetrics } from '../telemetry/metrics';
import type { Engines } from './engines';

/** Where engines of other processes are that many tests share, as FLOW_ENGINES says it in JSON. */
export interface EnginesElsewhere {
  /** Answers a POST of `{"do":"another"}` with the port of an event store that nobody has used. */
  readonly eventStores: string;
  readonly kafka: string;
  readonly mongodb: string;
}

const elsewhere = z.object({ eventStores: z.url(), kafka: z.string(), mongodb: z.string() });

export const readElsewhere = (told: string): EnginesElsewhere => elsewhere.parse(JSON.parse(told));

/** A bus of which nobody else sees a topic or a group. */
function apart(bus: Bus, prefix: string): Bus {
  return {
    ensureTopic: async (topic) => bus.ensureTopic(`${prefix}${topic}`),
    publish: async (topic, messages) => bus.publish(`${prefix}${topic}`, messages),
    consume: async ({ group, topics, onBatch, signal }) =>
      bus.consume({
        group: `${prefix}${group}`,
        topics: topics.map((topic) => `${prefix}${topic}`),
        onBatch: async (messages) =>
          onBatch(messages.map((message) => ({ ...message, topic: message.topic.slice(prefix.length) }))),
        signal,
      }),
  };
}

/** Engines of other processes as one test has them: an event store, a database and topics of its own. */
export async function openEnginesElsewhere({ eventStores, kafka, mongodb }: EnginesElsewhere): Promise<Engines> {
  const port = await (
    await fetch(eventStores, { method: 'POST', headers: { connection: 'close' }, body: '{"do":"another"}' })
  ).text();
  const name = `t${randomBytes(6).toString('hex')}`;
  const events = openEventStoreDb({ connectionString: `esdb://127.0.0.1:${port}?tls=false` });
  const documents = openMongoDocuments({ url: mongodb, database: name });
  const bus = openKafkaBus({
    ...{ connection: { brokers: [kafka] }, replicationFactor: 1 },
    ...{ log: silentLog, metrics: createMetrics() },
  });
  return {
    ...{ events, inbox: events, bus: apart(bus, `${name}-`), documents, siteKey: randomBytes(32) },
    forget: () => Promise.resolve('pending'),
    async close() {
      await Promise.allSettled([bus, documents, events].map(async (engine) => engine.close()));
    },
  };
}
