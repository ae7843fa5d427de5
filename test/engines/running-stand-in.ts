import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineUnavailable, OutcomeUnknown } from '@flow/platform/event-store/errors';
import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';
import { openEventStoreDb, type EventStoreDbOptions } from '@flow/platform/event-store/eventstoredb/event-store-db';
import { sampleEvent } from '@flow/platform/event-store/testing';
import { startStandIn, type RunningStandIn, type StandInOptions } from '@flow/engines/event-store/engine';

export const newFolder = async (): Promise<string> => mkdtemp(join(tmpdir(), 'flow-event-store-'));

/** Repeats identically what failed for want of the engine, with a pause, as the product does. */
export async function insistently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown || error instanceof EngineUnavailable)) throw error;
      await delay(20);
    }
  }
}

export const ids = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);
export const indexes = (events: readonly RecordedEvent[]) => events.map(({ data }) => data['index']);
export const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

/** An event in a stream of its own for each number from `from` to before `to`. */
export async function write(store: EventStore, from: number, to: number): Promise<void> {
  for (let index = from; index < to; index += 1) {
    const event = sampleEvent({ index });
    await insistently(async () => store.append(`stay-${index}`, 'no-stream', [event]));
  }
}

/** A stand-in for each test of the file, with the stores that were opened on it; gone afterwards. */
export interface EachStandIn {
  readonly folder: string;
  readonly now: RunningStandIn;
  readonly port: number;
  /** Ends it, unless it was killed, and starts it on the same folder: with the same port, unless other options are given. */
  again(options?: Partial<StandInOptions>): Promise<void>;
  open(options?: Partial<EventStoreDbOptions>): EventStore & { close(): Promise<void> };
}

export function eachWithStandIn(): EachStandIn {
  let folder: string;
  let standIn: RunningStandIn;
  const stores: { close(): Promise<void> }[] = [];
  beforeEach(async () => {
    folder = await newFolder();
    standIn = await startStandIn({ folder });
  });
  afterEach(async () => {
    await Promise.all(stores.splice(0).map(async (store) => store.close()));
    await standIn.stop();
    await rm(folder, { recursive: true });
  });
  return {
    get folder() {
      return folder;
    },
    get now() {
      return standIn;
    },
    get port() {
      return standIn.ports[0]!;
    },
    async again(options = { ports: standIn.ports }) {
      await standIn.stop();
      standIn = await startStandIn({ folder, ...options });
    },
    open(options = {}) {
      const store = openEventStoreDb({ connectionString: standIn.url, deadlineMs: 5000, ...options });
      stores.push(store);
      return store;
    },
  };
}
