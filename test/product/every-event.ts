import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';

/** Every event of these streams up to now. */
export async function everyEvent(store: EventStore, prefixes: readonly string[]): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  const done = new AbortController();
  for await (const { events, caughtUp } of store.subscribe({ prefixes, signal: done.signal })) {
    all.push(...events);
    if (caughtUp) done.abort();
  }
  return all;
}
