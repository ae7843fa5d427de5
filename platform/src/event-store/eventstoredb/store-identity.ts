import { randomUUID } from 'node:crypto';
import { instant } from '../../time/instant';
import type { JsonObject } from '../../values/json';
import type { EventMetadata } from '../event-metadata';
import type { EventStore, NewEvent } from '../event-store';
import { WrongExpectedRevision } from '../errors';

/** Frozen: the stream that names the store, and its events. The last one counts; whoever restores a store may add one. */
export const IDENTITY_STREAM = 'storeIdentity-1';
export const STORE_NAMED = 'store-named.v1';

/** An event that begins a life of the store, with what else is to be known of it. */
export function storeNamed(known: JsonObject = {}): NewEvent {
  const id = randomUUID();
  const metadata: EventMetadata = {
    ...{ commandId: id, inputHash: '', correlationId: id, causationId: id },
    actor: { user: 'event-store', role: 'system' },
    ...{ origin: 'system', entryMode: 'live' },
    recordedAt: instant(new Date().toISOString()),
    schemaVersion: 1,
  };
  return { id, type: STORE_NAMED, data: { ...known, epoch: randomUUID() }, metadata };
}

/** The name of the store's present life, made by whoever asks first. */
export async function epochOf(store: Pick<EventStore, 'append' | 'read'>): Promise<string> {
  const held = async (): Promise<string | undefined> => {
    const { events } = await store.read(IDENTITY_STREAM, { direction: 'backwards', limit: 1 });
    const epoch = events[0]?.data['epoch'];
    return typeof epoch === 'string' ? epoch : undefined;
  };
  const known = await held();
  if (known !== undefined) return known;
  try {
    await store.append(IDENTITY_STREAM, 'no-stream', [storeNamed()]);
  } catch (error) {
    // Somebody else named it at the same moment.
    if (!(error instanceof WrongExpectedRevision)) throw error;
  }
  const made = await held();
  if (made === undefined) throw new Error(`The event store has ${IDENTITY_STREAM} without a name in it.`);
  return made;
}
