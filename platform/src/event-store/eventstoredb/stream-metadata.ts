import { randomUUID } from 'node:crypto';
import type { ExpectedRevision } from '../event-store';
import type { JsonObject } from '../../values/json';
import { ClientFailure } from './client-failure';
import type { Connection } from './connection';
import { writeError } from './port-errors';
import { readPage } from './stream-reads';

const MOST_TRIES = 5;

/**
 * Changes what the server keeps about a stream. An entry replaces the one before it, so that what is there is read and
 * written again with the change, at the revision that was read. The client's own call for it gives a position for that
 * revision. `change` gives undefined where nothing is to be done.
 */
export async function changeMetadata(
  connection: Connection,
  stream: string,
  deadlineMs: number,
  change: (held: JsonObject) => JsonObject | undefined,
): Promise<void> {
  const about = `$$${stream}`;
  for (let tries = 1; ; tries += 1) {
    const { events } = await readPage(connection, about, { direction: 'backwards', limit: 1 });
    const [last] = events;
    const data = change(last?.data ?? {});
    if (!data) return;
    const expected: ExpectedRevision = last?.revision ?? 'no-stream';
    const event = { id: randomUUID(), type: '$metadata', data };
    try {
      await connection.call(async (client) => client.append(about, expected, [event], deadlineMs));
      return;
    } catch (error) {
      const raced = error instanceof ClientFailure && error.why.kind === 'wrong-revision';
      if (!raced || tries === MOST_TRIES) throw writeError(`what is kept about ${stream}`, about, expected, error);
    }
  }
}
