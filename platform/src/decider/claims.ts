import type { EventStore } from '../event-store/event-store';
import { WrongExpectedRevision } from '../event-store/errors';
import { neverBack, type Clock } from '../time/clock';
import type { JsonObject } from '../values/json';
import { appendCertainly } from './append-certainly';
import { commandMetadata } from './command-metadata';
import { eventId } from './event-id';
import type { CommandContext } from './handler';

export interface ClaimOptions {
  readonly store: EventStore;
  readonly clock: Clock;
  /** What is claimed, such as `identifier-<HMAC>`. */
  readonly stream: string;
  /** The stored type of the claim with its version. */
  readonly eventType: string;
  /** Who claims it. */
  readonly data: JsonObject;
  readonly context: CommandContext;
}

/**
 * Uniqueness across streams: whoever writes first holds it for ever. Gives the data of the holder, which are ours or the
 * winner's. A claim whose work was cut short by a crash is completed by the next who comes and finds it.
 */
export async function claimOnce({ store, clock, stream, eventType, data, context }: ClaimOptions): Promise<JsonObject> {
  const held = await holder(store, stream, eventType);
  if (held) return held;
  const metadata = { ...commandMetadata(context), recordedAt: neverBack(clock).now(), schemaVersion: 1 };
  try {
    await appendCertainly({ store, clock }, stream, -1, [
      { id: eventId(stream, context.commandId, 0), type: eventType, data, metadata },
    ]);
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
  }
  const winner = await holder(store, stream, eventType);
  if (winner === undefined) throw new Error('A claim was written and cannot be read.');
  return winner;
}

async function holder(store: EventStore, stream: string, eventType: string): Promise<JsonObject | undefined> {
  const { events } = await store.read(stream, { limit: 1 });
  const first = events[0];
  if (first && first.type !== eventType) throw new Error(`A claim begins with ${first.type}, not with ${eventType}.`);
  return first?.data;
}
