import { checkedLimit } from '../append-request';
import type { ReadOptions, StreamPage } from '../event-store';
import { ClientFailure } from './client-failure';
import type { Connection } from './connection';
import { readError } from './port-errors';

/** A page of a stream, also of one of the server's own. Throws EngineUnavailable. */
export async function readPage(connection: Connection, stream: string, options: ReadOptions): Promise<StreamPage> {
  checkedLimit(options.limit);
  try {
    const events = await connection.call(async (client, signal) => client.read(stream, options, signal));
    return { exists: true, events };
  } catch (error) {
    if (error instanceof ClientFailure && error.why.kind === 'no-stream') return { exists: false, events: [] };
    throw readError(`a read of ${stream}`, error);
  }
}
