import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import type { Engines } from '@flow/platform/engines/engines';
import { eventStoreUrl } from '@flow/platform/engines/secret-settings';
import type { EventStore } from '@flow/platform/event-store/event-store';
import { openEventStoreDb } from '@flow/platform/event-store/eventstoredb/event-store-db';
import { OperatorError } from '@flow/platform/values/operator-error';

/** Streams that a run writes first. */
const FIRST_WRITTEN = ['appended-1', 'filled-0', 'history-0'];

async function connectionString(): Promise<string> {
  const [text, file] = [process.env['KURRENTDB_URL'], process.env['KURRENTDB_URL_FILE']];
  if (file !== undefined) return eventStoreUrl('KURRENTDB_URL', { file });
  if (text !== undefined) return eventStoreUrl('KURRENTDB_URL', { text });
  throw new OperatorError('Name the event store to measure: KURRENTDB_URL or KURRENTDB_URL_FILE.');
}

let isOurs = false;

/** Throws OperatorError where an earlier run wrote to it. */
async function refuseUsed(events: EventStore): Promise<void> {
  if (isOurs) return;
  for (const stream of FIRST_WRITTEN) {
    const { events: held } = await events.read(stream, { limit: 1 });
    if (held.length > 0)
      throw new OperatorError(
        `The event store of KURRENTDB_URL holds a stream ${stream}: a run was made on it. Give it one with nothing in it, which is thrown away afterwards: a run writes millions of events.`,
      );
  }
  isOurs = true;
}

/** The event store that KURRENTDB_URL names, with embedded engines beside it that nothing is asked of. */
export async function openNamedEventStore(folder: string): Promise<Engines> {
  const events = openEventStoreDb({ connectionString: await connectionString() });
  try {
    await refuseUsed(events);
    const engines = await openEmbeddedEngines({ folder });
    return {
      ...engines,
      events,
      async close() {
        await events.close();
        await engines.close();
      },
    };
  } catch (error) {
    await events.close();
    throw error;
  }
}
