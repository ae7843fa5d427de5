import { z } from 'zod';
import type { Documents } from '../documents/documents';
import type { SqliteEventStore } from '../event-store/sqlite-event-store';
import { shownPositionsOf } from '../running/generations';
import { keptPositionsOf } from '../running/kept-position';
import type { Clock } from '../time/clock';
import type { PutBack } from './engines';

const FACT = 'put-back';
/** Written into a copy by whoever puts it back, so that it counts as one also where nothing remembers what came after it. */
const COPY = 'copy';
const DROPPING = 'documents-to-drop';

const stored = z.object({
  noticedAt: z.string(),
  eventsTo: z.string().exactOptional(),
  inboxTo: z.string().exactOptional(),
});

export interface Stores {
  readonly events: SqliteEventStore;
  readonly inbox: SqliteEventStore;
}

/** Says of a copy that it is one. */
export const markAsCopy = (store: Pick<SqliteEventStore, 'facts'>): void => store.facts.put(COPY, 'true');

/** The last time that it was noticed. */
export function putBackBefore({ events }: Pick<Stores, 'events'>): PutBack | undefined {
  const fact = events.facts.get(FACT);
  return fact === undefined ? undefined : stored.parse(JSON.parse(fact));
}

/** Some document stands at an event that the store does not have, or the store says itself that it is a copy. */
async function isEarlier(store: SqliteEventStore, documents: Documents): Promise<boolean> {
  if (store.facts.get(COPY) === 'true') return true;
  const { position } = store.end();
  const epoch = await store.epoch();
  const known = [...(await keptPositionsOf(documents, epoch)), ...(await shownPositionsOf(documents, epoch))];
  return known.some((one) => one > position);
}

interface Noticing extends Stores {
  readonly documents: Documents;
  readonly clock: Clock;
}

async function lossOf({ events, inbox, documents, clock }: Noticing): Promise<PutBack | undefined> {
  const [lost, inboxLost] = [await isEarlier(events, documents), await isEarlier(inbox, documents)];
  if (!lost && !inboxLost) return undefined;
  const [eventsTo, inboxTo] = [events.end().recordedAt, inbox.end().recordedAt];
  return {
    noticedAt: clock.now(),
    ...(eventsTo !== undefined && { eventsTo }),
    ...(inboxLost && { inboxTo: inboxTo ?? clock.now() }),
  };
}

/**
 * Looks whether a store is an earlier copy of what the documents know. If so, both begin another life, so that nothing counts
 * that was known of the last, and `dropDocuments` lets go of all documents: they hold what never was. Goes on where it died.
 */
export async function noticePutBack(noticing: Noticing, dropDocuments: () => void): Promise<void> {
  const { events, inbox } = noticing;
  if (events.facts.get(DROPPING) !== 'true') {
    const putBack = await lossOf(noticing);
    if (putBack === undefined) return;
    events.facts.put(FACT, JSON.stringify(putBack));
    events.facts.put(DROPPING, 'true');
  }
  for (const store of [inbox, events]) {
    store.beginAnew();
    store.facts.put(COPY, 'false');
  }
  dropDocuments();
  events.facts.put(DROPPING, 'false');
}
