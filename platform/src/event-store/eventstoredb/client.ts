import {
  AccessDeniedError,
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  jsonEvent,
  MaxAppendSizeExceededError,
  NO_STREAM,
  NotLeaderError,
  START,
  StreamDeletedError,
  StreamNotFoundError,
  streamNameFilter,
  UnavailableError,
  WrongExpectedVersionError,
  type AllStreamResolvedEvent,
  type AppendExpectedRevision,
  type AppendResult,
  type ResolvedEvent,
} from '@eventstore/db-client';
import { debug } from '@eventstore/db-client/dist/utils/debug';
import type { JsonObject } from '../../values/json';
import { OperatorError } from '../../values/operator-error';
import type { EventMetadata } from '../event-metadata';
import type { ExpectedRevision, Position, ReadOptions, RecordedEvent } from '../event-store';
import { commitAndPrepareOf, positionOf } from '../position';
import { ClientFailure, type Why } from './client-failure';
import { connectionStringFault } from './connection-string';

/** How often a filtered subscription says how far it looked, in windows of 32 events. */
const CHECKPOINT_WINDOWS = 32;

/** An event as it is sent; metadata of the server's own streams are empty. */
export interface Sent {
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata?: JsonObject;
}

/** What a subscription tells. `alive` is anything that shows that the server still thinks of it. */
export interface Listener {
  event(event: RecordedEvent): void;
  caughtUp(): void;
  alive(): void;
  lost(error: ClientFailure): void;
}

export interface Subscribed {
  pause(): void;
  resume(): void;
  end(): void;
}

/** Of the last event of an append. A server need not say where one stands that it had already. */
export interface AppendAnswer {
  readonly revision: number;
  readonly position: Position | undefined;
}

/** One connection, to one node. Every failure is a ClientFailure. A call that is never answered is for the caller to leave. */
export interface Client {
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly Sent[],
    deadlineMs: number,
  ): Promise<AppendAnswer>;
  /** Rejects with `no-stream` when it was never written, or is deleted. Ends early with the signal, without an error. */
  read(stream: string, options: ReadOptions, signal: AbortSignal): Promise<readonly RecordedEvent[]>;
  remove(stream: string, expected: number, deadlineMs: number): Promise<void>;
  subscribe(prefixes: readonly string[], after: Position | undefined, listener: Listener): Subscribed;
  close(): Promise<void>;
}

/** What no call has left this process with: the channel could not be opened. */
const NOT_SENT = /No connection established|Name resolution failed|Failed to discover|Channel has been shut down/;

/** Of a channel, an error of the client's own kind; of discovery, a plain one. */
const neverSent = (error: unknown): boolean =>
  error instanceof Error && NOT_SENT.test(error.message) && (error instanceof UnavailableError || !('type' in error));

const actualOf = ({ actualVersion }: WrongExpectedVersionError): number | 'no-stream' =>
  typeof actualVersion === 'bigint' ? Number(actualVersion) : 'no-stream';

function whyOf(error: unknown): Why {
  if (error instanceof WrongExpectedVersionError) return { kind: 'wrong-revision', actual: actualOf(error) };
  if (error instanceof NotLeaderError) {
    return { kind: 'not-leader', leader: { host: error.leader.address, port: error.leader.port } };
  }
  if (error instanceof MaxAppendSizeExceededError) return { kind: 'too-large' };
  if (error instanceof StreamNotFoundError) return { kind: 'no-stream' };
  if (error instanceof AccessDeniedError || error instanceof StreamDeletedError) return { kind: 'refused' };
  return { kind: neverSent(error) ? 'unreachable' : 'no-answer' };
}

const failureOf = (error: unknown): ClientFailure => new ClientFailure(whyOf(error), error);

type Recorded = NonNullable<ResolvedEvent['event'] | AllStreamResolvedEvent['event']>;

/** What our own append wrote: parsed by the client, not checked again. */
function recordedOf(event: Recorded): RecordedEvent {
  const { commit, prepare } = event.position ?? { commit: 0n, prepare: 0n };
  return {
    id: event.id,
    type: event.type,
    data: event.data as JsonObject,
    metadata: event.metadata as unknown as EventMetadata,
    stream: event.streamId,
    revision: Number(event.revision),
    position: positionOf(commit, prepare),
  };
}

const answerOf = ({ nextExpectedRevision, position }: AppendResult): AppendAnswer => ({
  revision: Number(nextExpectedRevision),
  position: position && positionOf(position.commit, position.prepare),
});

// With DEBUG set it would print what is in requests, and keys.
for (const printing of Object.values(debug)) printing.enabled = false;

/** The files that it names are read here; the client's own errors may repeat all of it. */
function madeFrom(connectionString: string): EventStoreDBClient {
  try {
    return EventStoreDBClient.connectionString(connectionString);
  } catch {
    throw new OperatorError(
      'The client of the event store cannot be opened. See that the files that the connection string names (tlsCAFile, userCertFile, userKeyFile) are there and can be read.',
    );
  }
}

/**
 * Opens a client whose three habits that end processes or hang are switched off. It appends one call an append: its batch appends
 * have no deadline, share a table of waiting calls among all clients of the process, and throw outside any promise when an
 * answer comes to one that was given up. It never closes a channel that calls are made on: who uses it takes another client.
 */
function openTamed(connectionString: string): EventStoreDBClient {
  const fault = connectionStringFault(connectionString);
  // The client would print all of it, password and all.
  if (fault !== undefined) throw new OperatorError(`The connection string of the event store ${fault}.`);
  const client = madeFrom(connectionString);
  Object.assign(client, {
    supports: async () => Promise.resolve(false),
    handleError: async () => Promise.resolve(),
  });
  return client;
}

/** Its channel, which the client keeps to itself and never closes. */
async function closeChannel(client: EventStoreDBClient): Promise<void> {
  const held = client as unknown as { getChannel(): Promise<{ close(): void }> };
  await held.getChannel().then(
    (channel) => channel.close(),
    () => undefined,
  );
}

async function readPage(
  client: EventStoreDBClient,
  stream: string,
  { from, direction = 'forwards', limit }: ReadOptions,
  signal: AbortSignal,
): Promise<readonly RecordedEvent[]> {
  const forwards = direction === 'forwards';
  const reading = client.readStream(stream, {
    direction: forwards ? FORWARDS : BACKWARDS,
    fromRevision: from === undefined ? (forwards ? START : END) : BigInt(from),
    maxCount: limit,
    requiresLeader: true,
  });
  const events: RecordedEvent[] = [];
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      reading.cancel().catch(() => undefined);
      resolve(events);
    };
    signal.addEventListener('abort', stop, { once: true });
    reading
      .on('data', ({ event }: ResolvedEvent) => {
        if (event) events.push(recordedOf(event));
      })
      .on('error', (error) => reject(failureOf(error)))
      .on('end', () => {
        signal.removeEventListener('abort', stop);
        resolve(events);
      });
  });
}

function subscribeOn(
  client: EventStoreDBClient,
  prefixes: readonly string[],
  after: Position | undefined,
  listener: Listener,
): Subscribed {
  const subscription = client.subscribeToAll({
    fromPosition: after === undefined ? START : commitAndPrepareOf(after),
    filter: streamNameFilter({
      prefixes: [...prefixes],
      checkpointInterval: CHECKPOINT_WINDOWS,
      // Only shows that it lives: a checkpoint may stand beyond an event that was not sent.
      checkpointReached: async () => {
        listener.alive();
        return Promise.resolve();
      },
    }),
  });
  subscription
    .on('data', ({ event }: AllStreamResolvedEvent) => {
      if (event) listener.event(recordedOf(event));
    })
    .on('confirmation', () => listener.alive())
    .on('caughtUp', () => listener.caughtUp())
    .on('error', (error) => listener.lost(failureOf(error)))
    .on('end', () => listener.lost(failureOf(new Error('The subscription ended.'))));
  return {
    pause: () => void subscription.pause(),
    resume: () => void subscription.resume(),
    end: () => void subscription.unsubscribe().catch(() => undefined),
  };
}

/** Throws OperatorError on a connection string that it cannot read. Connects when it is first used. */
export function openClient(connectionString: string): Client {
  const client = openTamed(connectionString);
  const told = async <T>(work: Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      throw failureOf(error);
    });
  return {
    async append(stream, expected, events, deadlineMs) {
      const expectedRevision: AppendExpectedRevision = expected === 'no-stream' ? NO_STREAM : BigInt(expected);
      const sent = events.map(({ id, type, data, metadata }) => jsonEvent({ id, type, data, metadata }));
      const options = { expectedRevision, deadline: deadlineMs, requiresLeader: true };
      return answerOf(await told(client.appendToStream(stream, sent, options)));
    },
    read: async (stream, options, signal) => readPage(client, stream, options, signal),
    async remove(stream, expected, deadlineMs) {
      const options = { expectedRevision: BigInt(expected), deadline: deadlineMs, requiresLeader: true };
      await told(client.deleteStream(stream, options));
    },
    subscribe: (prefixes, after, listener) => subscribeOn(client, prefixes, after, listener),
    close: async () => closeChannel(client),
  };
}
