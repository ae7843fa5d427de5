import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { everyEvent } from './every-event';

/** What the services of a data folder have written down; the folder may be in use by this process. */
export async function storedEvents(folder: string, prefixes: readonly string[]): Promise<readonly RecordedEvent[]> {
  const engines = await openEmbeddedEngines({ folder });
  try {
    return await everyEvent(engines.events, prefixes);
  } finally {
    await engines.close();
  }
}
