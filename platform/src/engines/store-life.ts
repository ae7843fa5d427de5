import { z } from 'zod';
import type { EventStore, ExpectedRevision } from '../event-store/event-store';
import { epochOf, IDENTITY_STREAM, storeNamed } from '../event-store/eventstoredb/store-identity';
import type { PutBack } from './engines';

/** The present life of an event store that other processes use, too. */
export interface Life {
  readonly epoch: string;
  /** Why it began: the store is an earlier copy of itself. */
  readonly putBack?: PutBack;
}

const named = z.object({
  epoch: z.string(),
  putBack: z
    .object({
      noticedAt: z.string(),
      eventsTo: z.string().exactOptional(),
      inboxTo: z.string().exactOptional(),
    })
    .exactOptional(),
});

/** Begins the first one where nobody has. */
export async function lifeOf(store: EventStore): Promise<Life> {
  await epochOf(store);
  const [last] = (await store.read(IDENTITY_STREAM, { direction: 'backwards', limit: 1 })).events;
  return named.parse(last?.data);
}

/** Another life of a store that was put back. Throws WrongExpectedRevision where somebody else began one first. */
export async function beginLife(store: EventStore, expected: ExpectedRevision, putBack: PutBack): Promise<void> {
  await store.append(IDENTITY_STREAM, expected, [storeNamed({ putBack: { ...putBack } })]);
}

/** The first life of a store that a backup was restored into. Safe to repeat. */
export async function nameRestoredLife(store: EventStore, putBack: PutBack): Promise<void> {
  const { exists } = await store.read(IDENTITY_STREAM, { direction: 'backwards', limit: 1 });
  if (!exists) await beginLife(store, 'no-stream', putBack);
}
