import type { Bus, BusMessage } from '../bus/bus';
import type { Documents } from '../documents/documents';
import type { EventStore, RecordedEvent } from '../event-store/event-store';
import type { Log } from '../telemetry/log';
import type { Metrics } from '../telemetry/metrics';
import { systemClock, type Clock } from '../time/clock';
import { cloudEventOf, type PublicEvent } from './cloud-event';
import { followingMetrics, type FollowingMetrics } from './following-metrics';
import { freshOf } from './fresh';
import { keepPosition } from './kept-position';
import { underLease } from './lease';
import { persistently } from './persistently';
import { openPublishedKeys, type PublishedKeys } from './published-keys';
import { startRun } from './run';
import type { Running } from './running';
import { steadyDocuments } from './steady-documents';

export type { PublicEvent } from './cloud-event';

export interface PublisherOptions {
  /** The same for ever: what was published is kept under it. */
  readonly name: string;
  readonly store: EventStore;
  readonly bus: Bus;
  readonly documents: Documents;
  readonly topic: string;
  readonly prefixes: readonly string[];
  /** What others are told of an event, by ids alone; undefined for nothing. Throws UnknownEventType for one of a newer version. */
  readonly map: (event: RecordedEvent) => PublicEvent | undefined;
  readonly instance: string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock?: Clock;
  readonly ttlMs?: number;
}

/**
 * Puts public events of its own streams on the bus, in order, at least once, while this instance owns the lease. What a subject's
 * last event on the bus was is noted after the bus has said yes, and the position after that: a crash between them repeats the
 * same messages.
 */
export async function startPublisher(options: PublisherOptions): Promise<Running> {
  const { name, documents, instance, log, metrics, clock = systemClock, ttlMs } = options;
  const lease = `publisher/${name}`;
  const run = startRun(
    async (signal) =>
      underLease(
        { documents, name: lease, instance, log, metrics, signal, clock, ...(ttlMs !== undefined && { ttlMs }) },
        async (owning) => publish(options, owning),
      ),
    { name: lease, log },
  );
  return Promise.resolve(run);
}

/** The topic is made beside the following of events: while it cannot be, those that wait for it show how far this is behind. */
async function publish(options: PublisherOptions, signal: AbortSignal): Promise<void> {
  const { name, bus, topic, log, metrics, clock = systemClock } = options;
  const tell = followingMetrics({ metrics, clock, signal }, `publisher/${name}`);
  const over = new AbortController();
  const steadying = { signal: AbortSignal.any([signal, over.signal]), log };
  const made = persistently(async () => bus.ensureTopic(topic), steadying);
  try {
    await Promise.all([made, publishOnceMade(options, { made, tell, signal: steadying.signal })]);
  } finally {
    over.abort();
  }
}

interface Publishing {
  /** Resolves once the topic is there. */
  readonly made: Promise<void>;
  readonly tell: FollowingMetrics;
  readonly signal: AbortSignal;
}

async function publishOnceMade(options: PublisherOptions, { made, tell, signal }: Publishing): Promise<void> {
  const { name, store, bus, topic, prefixes, log } = options;
  const steadying = { signal, log };
  const documents = steadyDocuments(options.documents, steadying);
  const kept = await persistently(async () => keepPosition(documents, store, `publisher/${name}`), steadying);
  const scope = `${name}/${await persistently(async () => store.epoch(), steadying)}`;
  const keys = await openPublishedKeys(documents, scope);
  let at = await persistently(async () => kept.read(), steadying);

  for await (const batch of store.subscribe({ prefixes, after: at, signal })) {
    const fresh = freshOf(batch, at);
    tell.received(fresh);
    const { events } = fresh;
    const last = events.at(-1);
    if (last) {
      await made;
      const { messages, revisions } = await persistently(async () => messagesOf(events, options.map, keys), steadying);
      if (messages.length > 0) await persistently(async () => bus.publish(topic, messages), steadying);
      await keys.note(revisions);
      await kept.write(last.position);
      at = last.position;
    }
    tell.taken(fresh);
  }
}

interface Outgoing {
  readonly messages: readonly BusMessage[];
  /** The last of each subject. */
  readonly revisions: ReadonlyMap<string, number>;
}

/** One after another, since each names the one before. What the bus has for certain is left out. */
async function messagesOf(
  events: readonly RecordedEvent[],
  map: PublisherOptions['map'],
  keys: PublishedKeys,
): Promise<Outgoing> {
  const messages: BusMessage[] = [];
  const revisions = new Map<string, number>();
  for (const event of events) {
    const told = map(event);
    if (!told) continue;
    const previous = revisions.get(told.subject) ?? (await keys.lastOf(told.subject));
    const cloudEvent = cloudEventOf(told, event, previous);
    if (previous !== null && cloudEvent.revision <= previous) continue;
    revisions.set(told.subject, cloudEvent.revision);
    messages.push({
      key: told.subject,
      value: JSON.stringify(cloudEvent),
      headers: { 'content-type': 'application/cloudevents+json', 'event-id': event.id },
    });
  }
  return { messages, revisions };
}
