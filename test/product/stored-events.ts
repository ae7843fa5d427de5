import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';

/** Every event of these streams up to now. */
async function everyEvent(store: EventStore, prefixes: readonly string[]): Promise<readonly RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  const done = new AbortController();
  for await (const { events, caughtUp } of store.subscribe({ prefixes, signal: done.signal })) {
    all.push(...events);
    if (caughtUp) done.abort();
  }
  return all;
}

/** What the services of a data folder have written down; the folder may be in use by this process. */
export async function storedEvents(folder: string, prefixes: readonly string[]): Promise<readonly RecordedEvent[]> {
  const engines = await openEmbeddedEngines({ folder });
  try {
    return await everyEvent(engines.events, prefixes);
  } finally {
    await engines.close();
  }
}
