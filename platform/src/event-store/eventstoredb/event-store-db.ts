import type { JsonObject } from '../../values/json';
import { checkedCount, toWrite, type Written } from '../append-request';
import { OutcomeUnknown, WrongExpectedRevision } from '../errors';
import type { Appended, EventStore, ExpectedRevision } from '../event-store';
import { position } from '../position';
import type { AppendAnswer, Sent } from './client';
import { ClientFailure } from './client-failure';
import { openConnection, type Connection } from './connection';
import { writeError } from './port-errors';
import { epochOf } from './store-identity';
import { changeMetadata } from './stream-metadata';
import { readPage } from './stream-reads';
import { follow } from './subscription';

const DEADLINE_MS = 10_000;

export interface EventStoreDbOptions {
  /**
   * `esdb://user:password@host:2113?tls=true&tlsCAFile=/run/secrets/ca.pem`; several hosts, or `esdb+discover://`, for a
   * cluster. TLS unless `tls=false`; credentials are sent over TLS only. The user must be allowed to read $all.
   */
  readonly connectionString: string;
  /** How long any call may take, in milliseconds; 10,000 unless given. */
  readonly deadlineMs?: number;
  /** Told why a subscription was lost, before it is asked for again. */
  readonly warn?: (message: string, error: unknown) => void;
  /** A subscription that says nothing for so long, in milliseconds, is asked for anew; 60,000 unless given. */
  readonly silenceMs?: number;
}

export interface EventStoreDb extends EventStore {
  /** Calls under way fail now, as one does that is not answered in time; later ones wait only briefly. Subscriptions go on. */
  giveUp(): void;
  close(): Promise<void>;
}

const sentOf = ({ id, type, data, metadata }: Written): Sent => ({
  ...{ id, type },
  data: JSON.parse(data) as JsonObject,
  metadata: JSON.parse(metadata) as JsonObject,
});

/** A stream that was deleted goes on later than at 0, where the server does not look for a repeat: we do. */
async function firstResult(
  connection: Connection,
  stream: string,
  events: readonly Written[],
): Promise<Appended | undefined> {
  const page = await readPage(connection, stream, { limit: Math.min(events.length, 4096) });
  const last = page.events.at(-1);
  const same = page.events.length === events.length && page.events.every(({ id }, at) => id === events[at]?.id);
  return same && last ? { revision: last.revision, position: last.position } : undefined;
}

/** Where it stands is read where the server did not say it: whoever waits to see their own write waits for that position. */
async function placed(connection: Connection, stream: string, answer: AppendAnswer): Promise<Appended> {
  const { revision, position: told } = answer;
  if (told !== undefined) return { revision, position: told };
  const what = `an append to ${stream}`;
  const { events } = await readPage(connection, stream, { from: revision, limit: 1 }).catch((cause: unknown) => {
    throw new OutcomeUnknown(what, { cause });
  });
  const [last] = events;
  if (last?.revision !== revision) throw new OutcomeUnknown(what);
  return { revision, position: last.position };
}

function appending(connection: Connection, deadlineMs: number): EventStore['append'] {
  return async (stream, expected, events) => {
    const written = toWrite(stream, expected, events);
    const sent = written.map(sentOf);
    try {
      const answer = await connection.call(async (client) => client.append(stream, expected, sent, deadlineMs));
      return await placed(connection, stream, answer);
    } catch (error) {
      const again = expected === 'no-stream' && error instanceof ClientFailure && error.why.kind === 'wrong-revision';
      const first = again ? await firstResult(connection, stream, written) : undefined;
      if (first) return first;
      throw writeError(`an append to ${stream}`, stream, expected, error);
    }
  };
}

function deleting(connection: Connection, deadlineMs: number): EventStore['deleteStream'] {
  return async (stream: string, expected: ExpectedRevision) => {
    if (expected === 'no-stream') {
      const { exists, events } = await readPage(connection, stream, { direction: 'backwards', limit: 1 });
      if (exists) throw new WrongExpectedRevision(stream, expected, events[0]?.revision);
      return;
    }
    try {
      await connection.call(async (client) => client.remove(stream, expected, deadlineMs));
    } catch (error) {
      throw writeError(`the deletion of ${stream}`, stream, expected, error);
    }
  };
}

/** A truncation beyond the last event would hide events to come, and one that is greater already stays. */
function truncating(connection: Connection, deadlineMs: number): EventStore['truncateBefore'] {
  return async (stream, revision) => {
    checkedCount('The first revision', revision, 0);
    const { events } = await readPage(connection, stream, { direction: 'backwards', limit: 1 });
    const [last] = events;
    if (!last) return;
    const before = Math.min(revision, last.revision + 1);
    await changeMetadata(connection, stream, deadlineMs, (held) =>
      typeof held['$tb'] === 'number' && held['$tb'] >= before ? undefined : { ...held, $tb: before },
    );
  };
}

/**
 * The event store on EventStoreDB or KurrentDB. Opens nothing until it is used; throws on a connection string that cannot be
 * read. Each call is answered, or fails, within the deadline. What was deleted or truncated before a subscription began is not
 * shown to it; the server's files hold it until it is scavenged. `close` ends its subscriptions and the calls under way; calls after it are refused with EngineUnavailable.
 */
export function openEventStoreDb(options: EventStoreDbOptions): EventStoreDb {
  const { connectionString, deadlineMs = DEADLINE_MS, warn = () => undefined, silenceMs } = options;
  const connection = openConnection(connectionString, deadlineMs);
  const append = appending(connection, deadlineMs);
  const read: EventStore['read'] = async (stream, wanted) => readPage(connection, stream, wanted);
  return {
    append,
    read,
    subscribe({ after, ...wanted }) {
      const from = after === undefined ? undefined : position(after);
      return follow(connection, { ...wanted, after: from, warn, silenceMs });
    },
    deleteStream: deleting(connection, deadlineMs),
    truncateBefore: truncating(connection, deadlineMs),
    async setMaxCount(stream, count) {
      checkedCount('The most events', count, 1);
      await changeMetadata(connection, stream, deadlineMs, (held) =>
        held['$maxCount'] === count ? undefined : { ...held, $maxCount: count },
      );
    },
    epoch: async () => epochOf({ append, read }),
    giveUp: () => connection.giveUp(),
    close: async () => connection.close(),
  };
}
