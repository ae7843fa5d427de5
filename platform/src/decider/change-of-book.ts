import { WrongExpectedRevision } from '../event-store/errors';
import type { EventStore, NewEvent } from '../event-store/event-store';
import type { Clock } from '../time/clock';
import { appendCertainly } from './append-certainly';
import { bookMetadata, closingEvent, openingEvent } from './book-events';
import type { EventCodec } from './event-codec';
import { eventId } from './event-id';
import type { Folded } from './folded-stream';

export interface ChangeOfBook<Event> {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly recordedAt: Pick<Clock, 'now'>;
  readonly codec: EventCodec<Event>;
}

/** Somebody who came first has written what we would have written: every event of a change of book is derived. */
async function appendUnlessThere<Event>(
  change: ChangeOfBook<Event>,
  stream: string,
  revision: number,
  events: readonly NewEvent[],
): Promise<void> {
  try {
    await appendCertainly(change, stream, revision, events);
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
  }
}

/** Closes it, unless something came in between. */
export async function closeBook<Event>(
  change: ChangeOfBook<Event>,
  book: number,
  { stream, revision }: Folded<unknown>,
): Promise<void> {
  await appendUnlessThere(change, stream, revision, [closingEvent(stream, book, change.recordedAt.now())]);
}

/** Writes what is carried forward into the next book, one list an append, and opens it with the last. */
export async function openBook<Event>(
  change: ChangeOfBook<Event>,
  book: number,
  stream: string,
  carried: readonly (readonly Event[])[],
): Promise<void> {
  let revision = -1;
  for (const events of [...stored(change, stream, carried), [openingEvent(stream, book, change.recordedAt.now())]]) {
    await appendUnlessThere(change, stream, revision, events);
    revision += events.length;
  }
}

function stored<Event>(
  { codec, recordedAt }: ChangeOfBook<Event>,
  stream: string,
  carried: readonly (readonly Event[])[],
): NewEvent[][] {
  const base = bookMetadata(stream, recordedAt.now());
  let index = 0;
  return carried
    .filter((chunk) => chunk.length > 0)
    .map((chunk) =>
      chunk.map((event) => {
        const { type, schemaVersion, data } = codec.encode(event);
        index += 1;
        return { id: eventId(stream, 'carry', index), type, data, metadata: { ...base, schemaVersion } };
      }),
    );
}
