import type { Bus, DeliveredMessage } from '../bus/bus';
import type { Collection, Document, Documents } from '../documents/documents';
import type { Log } from '../telemetry/log';
import type { Metrics } from '../telemetry/metrics';
import { systemClock, type Clock } from '../time/clock';
import { parseCloudEvent, type CloudEvent } from './cloud-event';
import { underLease } from './lease';
import { openParkedEvents, type ParkedEvents } from './parked-events';
import { pause } from './pause';
import { backOffMs, isTransient, persistently, Stopped } from './persistently';
import { startRun } from './run';
import type { Running } from './running';
import { steadyDocuments } from './steady-documents';

export interface ConsumerOptions {
  /** The same for ever: what was handled is kept under it. */
  readonly group: string;
  readonly bus: Bus;
  readonly documents: Documents;
  readonly topics: readonly string[];
  /** Safe to repeat. `skipped` for a type that it does not know. */
  readonly handle: (event: CloudEvent) => Promise<'done' | 'skipped'>;
  /**
   * Events of this subject are missing between `have` and this one. Whoever keeps a copy asks the owner for its state here, and
   * gives the revision that it stands at: an event that it holds already is not handled.
   */
  readonly onGap?: (event: CloudEvent, have: number | undefined) => Promise<number | undefined>;
  readonly instance?: string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock?: Clock;
  /** How often a passing fault is outlasted before the event is parked; 10 times, some 5 s, unless given. */
  readonly attempts?: number;
  /** How often parked events are tried again; every minute unless given. */
  readonly retryEveryMs?: number;
}

export interface RunningConsumer extends Running {
  /** How many events are parked, counted up to 10,000. */
  parked(): Promise<number>;
}

/** The last revision of a subject that a group has. */
interface Mark extends Document {
  readonly revision: number;
}

interface Consuming extends ConsumerOptions {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly marks: Collection<Mark>;
  readonly parking: ParkedEvents;
  readonly count: (outcome: Outcome) => void;
  /** By subject: events are missing that nobody has given yet. */
  readonly gaps: Set<string>;
  readonly countGap: () => void;
}

const OUTCOMES = ['done', 'skipped', 'repeated', 'parked'] as const;
type Outcome = (typeof OUTCOMES)[number];

const CONSUMED = 'consumed';
const ATTEMPTS = 10;
const RETRY_EVERY_MS = 60_000;
const MOST_GROUPS = 32;

const keyOf = (group: string, { source, subject }: CloudEvent): string => `${group}|${source}|${subject}`;

/**
 * Handles public events, each subject's in order: what it has already is skipped by revision, a passing fault is outlasted for a
 * while, any other parks the event and those of its subject behind it, which are tried again every minute.
 */
export async function startConsumer(options: ConsumerOptions): Promise<RunningConsumer> {
  const { group, bus, topics, instance = group, log, metrics, clock = systemClock } = options;
  const { retryEveryMs = RETRY_EVERY_MS } = options;
  const stopping = new AbortController();
  const consuming = await open(options, stopping.signal);
  const name = `consumer/${group}`;
  const run = startRun(
    async (signal) =>
      bus.consume({ group, topics, signal, onBatch: async (messages) => handleAll(consuming, messages) }),
    { name, log },
  );
  const retrying = startRun(
    async (signal) =>
      underLease({ documents: options.documents, name, instance, log, metrics, signal, clock }, async (owning) => {
        for (;;) {
          await pause(retryEveryMs, owning);
          if (owning.aborted) return;
          await retryParked(consuming);
        }
      }),
    { name: `parked/${group}`, log },
  );
  return {
    readiness: () => run.readiness(),
    parked: async () => consuming.parking.count(),
    async stop() {
      stopping.abort();
      await Promise.all([run.stop(), retrying.stop()]);
    },
  };
}

async function open(options: ConsumerOptions, signal: AbortSignal): Promise<Consuming> {
  const { group, log, metrics, clock = systemClock } = options;
  const documents = steadyDocuments(options.documents, { signal, log });
  const groups = { atMost: MOST_GROUPS };
  const consumed = metrics.counter({
    name: 'consumed_events_total',
    help: 'Public events that came to a consumer.',
    labels: { group: groups, outcome: OUTCOMES },
  });
  const parking = await openParkedEvents(documents, group);
  const gaps = new Set<string>();
  tellWhatWaits(options, { parking, gaps });
  const gapsMet = metrics.counter({
    name: 'consumer_gaps_total',
    help: 'Public events before which others of their subject were missing.',
    labels: { group: groups },
  });
  return {
    ...options,
    ...{ clock, signal },
    marks: await documents.collection<Mark>(CONSUMED, []),
    ...{ parking, gaps },
    count: (outcome) => consumed.add(1, { group, outcome }),
    countGap: () => gapsMet.add(1, { group }),
  };
}

function tellWhatWaits(
  { group, metrics }: ConsumerOptions,
  { parking, gaps }: Pick<Consuming, 'parking' | 'gaps'>,
): void {
  const labels = { group: { atMost: MOST_GROUPS } };
  const open = metrics.gauge({
    name: 'consumer_gaps_open',
    help: 'Subjects of which events are missing that were not made up for yet.',
    labels,
  });
  const parked = metrics.gauge({ name: 'consumer_parked_events', help: 'Public events that are parked.', labels });
  metrics.beforeReading(`consumer/${group}`, async () => {
    open.set(gaps.size, { group });
    parked.set(await parking.count(), { group });
  });
}

async function handleAll(consuming: Consuming, messages: readonly DeliveredMessage[]): Promise<void> {
  for (const message of messages) {
    if (consuming.signal.aborted) throw new Stopped();
    consuming.count(await handleOne(consuming, message));
  }
}

async function handleOne(consuming: Consuming, message: DeliveredMessage): Promise<Outcome> {
  const { group, parking, log, signal } = consuming;
  const event = parseCloudEvent(message.value);
  if (!event) return parkUnreadable(consuming, message);
  const key = keyOf(group, event);
  if (await persistently(async () => parking.hasKey(key), { signal, log })) {
    return park(consuming, message, event, 'BehindAnother');
  }
  try {
    return await withLimit(consuming, async () => settle(consuming, event));
  } catch (error) {
    if (error instanceof Stopped) throw error;
    log.error('A public event could not be handled and is parked.', { group, event: event.type, error });
    return park(consuming, message, event, error instanceof Error ? error.name : 'Unknown');
  }
}

/** Throws the last fault after so many. */
async function withLimit<T>({ attempts = ATTEMPTS, signal }: Consuming, work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error) || attempt >= attempts) throw error;
      await pause(backOffMs(attempt), signal);
      if (signal.aborted) throw new Stopped({ cause: error });
    }
  }
}

async function settle(consuming: Consuming, event: CloudEvent): Promise<Outcome> {
  const { group, marks, handle, gaps } = consuming;
  const _id = keyOf(group, event);
  const have = (await marks.findOne({ _id }))?.revision;
  if (have !== undefined && have >= event.revision) return 'repeated';
  const isNext = event.previous === (have ?? null);
  if (!isNext) gaps.add(_id);
  const filled = isNext ? undefined : await fillGap(consuming, event, have);
  gaps.delete(_id);
  const isHeld = filled !== undefined && filled >= event.revision;
  const outcome = isHeld ? 'done' : await handle(event);
  const revision = Math.max(event.revision, filled ?? 0);
  await marks.updateOne({ _id }, { $max: { revision } }, { upsert: true });
  return outcome;
}

async function fillGap(
  { group, log, countGap, onGap }: Consuming,
  event: CloudEvent,
  have: number | undefined,
): Promise<number | undefined> {
  countGap();
  log.warn('Public events are missing before this one.', { group, event: event.type, revision: event.revision });
  return onGap?.(event, have);
}

async function park(
  { group, parking, clock }: Consuming,
  { topic, value }: DeliveredMessage,
  event: CloudEvent,
  cause: string,
): Promise<'parked'> {
  const key = keyOf(group, event);
  const { revision } = event;
  const _id = `${key}|${revision}`;
  await parking.park({ ...{ _id, group, key, topic, revision, value, cause }, attempts: 1, parkedAt: clock.now() });
  return 'parked';
}

/** Its text is not kept: nobody knows what it holds. */
async function parkUnreadable(
  { group, parking, clock, log }: Consuming,
  { topic, partition, offset }: DeliveredMessage,
): Promise<'parked'> {
  log.error('A message on the bus is no public event and is parked without its text.', { group, topic });
  const key = `${group}|${topic}/${partition}/${offset}`;
  await parking.park({
    ...{ _id: key, group, key, topic, revision: offset, cause: 'NoPublicEvent' },
    ...{ attempts: 1, parkedAt: clock.now() },
  });
  return 'parked';
}

/** Each subject from its first on, until one fails again. */
async function retryParked(consuming: Consuming): Promise<void> {
  const { parking, signal, log, count } = consuming;
  const failed = new Set<string>();
  for (const parked of await persistently(async () => parking.waiting(), { signal, log })) {
    const event = parked.value === undefined ? undefined : parseCloudEvent(parked.value);
    if (!event || failed.has(parked.key) || signal.aborted) continue;
    try {
      count(await settle(consuming, event));
      await parking.release(parked);
    } catch (error) {
      if (error instanceof Stopped) throw error;
      failed.add(parked.key);
      await parking.failedAgain(parked, error instanceof Error ? error.name : 'Unknown');
    }
  }
}
