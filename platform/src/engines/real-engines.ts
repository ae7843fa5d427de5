import { openKafkaBus } from '../bus/kafka/kafka-bus';
import type { Documents } from '../documents/documents';
import { openMongoDocuments, type MongoDocuments } from '../documents/mongodb/mongo-documents';
import { prefixedDocuments } from '../documents/prefixed-documents';
import type { EventStore } from '../event-store/event-store';
import { openEventStoreDb } from '../event-store/eventstoredb/event-store-db';
import { IDENTITY_STREAM } from '../event-store/eventstoredb/store-identity';
import { LEASES, type LeaseDocument } from '../running/lease-document';
import type { Log } from '../telemetry/log';
import type { Metrics } from '../telemetry/metrics';
import { systemClock } from '../time/clock';
import type { EngineName } from './answering';
import type { EngineAddresses } from './engine-addresses';
import type { Engines } from './engines';
import { refuseUnreadable } from './engine-files';
import { openKnownMarks } from './known-marks';
import { markStores } from './mark-stores';
import { MARK_EVERY_MS } from './marking';
import { checkSiteKey, readSiteKey } from './named-site-key';
import { refuseHalfRestored } from './restoring';
import { eventStoreUrl, secretIn, textOf } from './secret-settings';
import { settleLife } from './settle-life';

export interface RealEnginesOptions {
  readonly addresses: EngineAddresses;
  readonly log: Log;
  readonly metrics: Metrics;
  /** For tests: how often a process looks whether the stores are still what they were. */
  readonly markEveryMs?: number;
}

async function openBus({ kafka }: EngineAddresses, { log, metrics }: RealEnginesOptions) {
  const { brokers, tls, user, passwordFile, copies } = kafka;
  const sasl =
    user === undefined || passwordFile === undefined
      ? undefined
      : {
          mechanism: 'scram-sha-512' as const,
          username: user,
          password: await secretIn('KAFKA_PASSWORD_FILE', passwordFile),
        };
  return openKafkaBus({
    connection: { brokers, ...(tls && { tls: {} }), ...(sasl && { sasl }) },
    ...(copies !== undefined && { replicationFactor: copies }),
    log,
    metrics,
  });
}

/** The event stores of a site of several machines. */
export interface EventStores extends Pick<Engines, 'events' | 'inbox'> {
  giveUp(): void;
  close(): Promise<void>;
}

/** Opens nothing until they are used. Throws OperatorError for a connection string that cannot be read. The inbox is the events' own store unless it has one of its own. */
export async function openEventStores(addresses: EngineAddresses, log: Log): Promise<EventStores> {
  const eventStore = await eventStoreUrl('KURRENTDB_URL', addresses.eventStore);
  const inboxStore =
    addresses.inbox === addresses.eventStore ? eventStore : await eventStoreUrl('INBOX_STORE_URL', addresses.inbox);
  const open = (part: EngineName, connectionString: string) =>
    openEventStoreDb({
      connectionString,
      warn: (_message, error) =>
        log.warn('A subscription to an engine was lost; it is asked for again.', { part, error }),
    });
  const events = open('event-store', eventStore);
  const inbox = inboxStore === eventStore ? events : open('inbox-store', inboxStore);
  const all = inbox === events ? [events] : [events, inbox];
  const close = async (): Promise<void> => {
    await Promise.allSettled(all.map(async (store) => store.close()));
  };
  const giveUp = (): void => all.forEach((store) => store.giveUp());
  return { events, inbox, giveUp, close };
}

/** The document store, whatever life the event store is in. Opens nothing until it is used. */
export const openLastingDocuments = async ({ mongodb }: EngineAddresses): Promise<MongoDocuments> =>
  openMongoDocuments({ url: await textOf('MONGODB_URL', mongodb) });

/** Something small, to see whether the store answers. */
export const askStore = (store: EventStore) => async () =>
  store.read(IDENTITY_STREAM, { direction: 'backwards', limit: 1 });

/** Something small, to see whether the documents answer. */
export const askDocuments = (documents: Documents) => async () => {
  const leases = await documents.collection<LeaseDocument>(LEASES, []);
  return leases.findOne({ _id: 'none' });
};

/** Documents are kept by the life of the event store: what they say of another one counts for nothing. */
export const prefixOf = (epoch: string): string => `life-${epoch.slice(0, 13)}-`;

/** What is left of it the next start drops. */
async function dropDocumentsOf(lives: readonly string[], documents: MongoDocuments, log: Log): Promise<void> {
  for (const epoch of lives) {
    await documents.dropAll(prefixOf(epoch)).catch((error: unknown) => {
      log.warn('Documents of an earlier life of the event store could not be dropped: the next start tries it.', {
        error,
      });
    });
  }
}

/**
 * The engines of a site of several machines: EventStoreDB, Kafka, MongoDB. Processes share them; each has connections of its own.
 * The inbox is on the event store's server unless it has one of its own. Throws OperatorError for files that cannot be read and
 * a site key that the store was not written with, EngineUnavailable where the event store or the document store is away.
 */
export async function openRealEngines(options: RealEnginesOptions): Promise<Engines> {
  const { addresses, log, markEveryMs = MARK_EVERY_MS } = options;
  await refuseUnreadable(addresses);
  const siteKey = await readSiteKey(addresses.siteKeyFile);
  const stores = await openEventStores(addresses, log);
  const { events, inbox } = stores;
  const documents = await openLastingDocuments(addresses);
  const bus = await openBus(addresses, options);
  const close = async (): Promise<void> => {
    await Promise.allSettled([bus, documents, stores].map(async (engine) => engine.close()));
  };
  try {
    await refuseHalfRestored(events);
    await checkSiteKey(events, siteKey);
    const known = await openKnownMarks(documents);
    const { life, before } = await settleLife({ events, inbox, known, clock: systemClock, log });
    await dropDocumentsOf(before, documents, log);
    const marked = await markStores(stores, {
      epoch: life.epoch,
      known,
      clock: systemClock,
      log,
      everyMs: markEveryMs,
    });
    const own = prefixedDocuments(documents, prefixOf(life.epoch));
    return {
      ...{ events: marked.events, inbox: marked.inbox, ended: marked.ended },
      ...{ bus, documents: own, lasting: documents, siteKey },
      ...(life.putBack && { putBack: life.putBack }),
      ask: {
        'event-store': askStore(events),
        ...(inbox !== events && { 'inbox-store': askStore(inbox) }),
        documents: askDocuments(own),
        bus: async () => bus.answers(),
      },
      // What was deleted goes from the server's files when its operators next have it scavenge.
      forget: () => Promise.resolve('pending'),
      giveUp() {
        stores.giveUp();
        documents.giveUp();
        bus.giveUp();
      },
      async close() {
        await marked.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
