import type { EventStore } from '@flow/platform/event-store/event-store';

/** How many events of streams that begin so the store has now. */
export async function countEvents(store: EventStore, prefixes: readonly string[]): Promise<number> {
  const ending = new AbortController();
  let count = 0;
  for await (const { events, caughtUp } of store.subscribe({ prefixes, signal: ending.signal })) {
    count += events.length;
    if (caughtUp) ending.abort();
  }
  return count;
}
