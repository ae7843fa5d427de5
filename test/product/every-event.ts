import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';

/** Every event of these streams up to now, once: what a subscription brings again is left out. */
export async function everyEvent(store: EventStore, prefixes: readonly string[]): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  const done = new AbortController();
  for await (const { events, caughtUp } of store.subscribe({ prefixes, signal: done.signal })) {
    const last = all.at(-1)?.position;
    all.push(...events.filter(({ position }) => last === undefined || position > last));
    if (caughtUp) done.abort();
  }
  return all;
}
