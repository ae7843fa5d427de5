import { randomUUID } from 'node:crypto';
import { instant } from '../time/instant';
import type { JsonObject } from '../values/json';
import { OutcomeUnknown } from './errors';
import type { EventMetadata } from './event-metadata';
import type { EventStore, NewEvent, RecordedEvent, SubscribeOptions } from './event-store';

export const sampleMetadata: EventMetadata = {
  commandId: '7c7b4d1a-1d0c-5a5b-8a0e-0d7a3c1f5e11',
  inputHash: 'a'.repeat(64),
  correlationId: 'correlation-1',
  causationId: 'causation-1',
  actor: { user: 'tester', role: 'bed-manager' },
  origin: 'user',
  entryMode: 'live',
  recordedAt: instant('2026-01-05T09:30:00.000Z'),
  schemaVersion: 1,
};

/** An event with an id of its own, for tests of what stores and follows events. */
export const sampleEvent = (data: JsonObject = {}, type = 'thing-happened.v1'): NewEvent => ({
  id: randomUUID(),
  type,
  data,
  metadata: sampleMetadata,
});

/** Repeats identically what had no answer, as every caller of an engine must. */
export async function certainly<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof OutcomeUnknown)) throw error;
    }
  }
}

/** Follows until `enough` says so of all that came, each event once, in the order in which it first came. */
export async function followUntil(
  store: EventStore,
  options: Omit<SubscribeOptions, 'signal'>,
  enough: (events: readonly RecordedEvent[]) => boolean,
): Promise<readonly RecordedEvent[]> {
  const stop = new AbortController();
  const seen = new Map<string, RecordedEvent>();
  for await (const { events } of store.subscribe({ ...options, signal: stop.signal })) {
    for (const event of events) if (!seen.has(event.position)) seen.set(event.position, event);
    if (enough([...seen.values()])) stop.abort();
  }
  return [...seen.values()];
}
