import type { EventStore, RecordedEvent } from '../event-store/event-store';
import type { Tracing } from '../telemetry/tracing';
import { neverBack, type Clock } from '../time/clock';
import { BOOKS_CLOSED, BOOKS_OPENED, bookStream, isBookkeeping } from './book-events';
import { latestBook } from './book-search';
import { closeBook, openBook } from './change-of-book';
import { noteYesterday } from './commands-of-yesterday';
import type { Decider } from './decider';
import { DecisionQueue, type Build } from './decision-queue';
import type { EventCodec } from './event-codec';
import { foldStream, type Folded, type FoldedStream, type Loaded } from './folded-stream';
import type { CommandContext, Handled } from './handler';
import { createRecentCommands } from './recent-commands';
import { tracedCommand } from './traced-command';

/** Some days of a large hospital: a start reads it in under a second. */
const USUAL_LIMIT = 20_000;

export interface BookOptions<Command, Event, State, Rejection> {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly decider: Decider<Command, Event, State, Rejection>;
  readonly codec: EventCodec<Event>;
  readonly tracing?: Tracing | undefined;
  /** Without a dash: the store splits there. */
  readonly category: string;
  readonly estate: string;
  /** A book with so many events since it was opened is closed, and the next one opened; 20,000 unless given. */
  readonly limit?: number;
  /** Events that, folded from nothing, give this state: one list an append, none above what the store takes. */
  readonly carryForward: (state: State) => readonly (readonly Event[])[];
}

/**
 * One boundary kept in streams that follow one another, `<category>-<estate>.<n>`, so that what is read at a start does not
 * grow with history. A change of book that was cut short is finished by whoever comes next: every event of it is derived.
 */
export interface Book<Command, Event, State, Rejection> {
  /** As `StreamHandler.handle`. */
  handle(command: Command, context: CommandContext): Promise<Handled<Event, Rejection>>;
  /**
   * Reads the book FIRST and lets `build` read what the command depends on, then decides at that revision. A fact that
   * came before the book was read can so never be overtaken by a later one. `build` must not load this book.
   */
  handleWith(build: Build<Command, State>, context: CommandContext): Promise<Handled<Event, Rejection>>;
  load(): Promise<Loaded<State> & { readonly stream: string }>;
  /** Folds the current book from the store again, as somebody who starts now. To be compared with `load`. */
  refold(): Promise<Loaded<State>>;
}

export function createBook<Command, Event, State, Rejection>(
  options: BookOptions<Command, Event, State, Rejection>,
): Book<Command, Event, State, Rejection> {
  const recordedAt = neverBack(options.clock);
  const shelf = createShelf(options, recordedAt);
  const { store, clock, decider, codec } = options;
  const queue = new DecisionQueue({ store, clock, recordedAt, decider, codec, boundary: shelf });
  const handleWith = (build: Build<Command, State>, context: CommandContext): Promise<Handled<Event, Rejection>> =>
    tracedCommand(options, options.category, context, () => queue.handle(build, context));
  return {
    handle: async (command, context) => handleWith(() => command, context),
    handleWith,
    load: async () => queue.load(),
    async refold() {
      const { state, revision, position } = await createShelf(options, recordedAt).folded();
      return { state, revision, position };
    },
  };
}

interface OpenBook<Event, State> {
  readonly book: number;
  readonly folded: FoldedStream<Event, State>;
  /** What its bookkeeping says, so far as it was read. */
  readonly marks: { closed: boolean; /** Where what was carried forward ends. */ openedAt: number | undefined };
}

/** The books of an estate, of which the last is the one to be decided on. */
function createShelf<Command, Event, State, Rejection>(
  options: BookOptions<Command, Event, State, Rejection>,
  recordedAt: Pick<Clock, 'now'>,
) {
  const { store, clock, category, estate, limit = USUAL_LIMIT } = options;
  const change = { ...options, recordedAt };
  const recent = createRecentCommands();
  let current: OpenBook<Event, State> | undefined;
  const streamOf = (book: number): string => bookStream(category, estate, book);

  function bookAt(book: number): OpenBook<Event, State> {
    const marks: OpenBook<Event, State>['marks'] = { openedAt: book === 1 ? -1 : undefined, closed: false };
    const onBookkeeping = ({ type, revision }: RecordedEvent): boolean => {
      if (type === BOOKS_OPENED) marks.openedAt = revision;
      if (type === BOOKS_CLOSED) marks.closed = true;
      return isBookkeeping(type);
    };
    return {
      book,
      marks,
      folded: foldStream<Event, State>({ ...options, stream: streamOf(book), recent, onBookkeeping }),
    };
  }

  function* before(book: number): Generator<string> {
    for (let earlier = book - 1; earlier > 0; earlier -= 1) yield streamOf(earlier);
  }

  /** The last book, read to its end. One whose opening was cut short is left to the one before it. */
  async function last(): Promise<OpenBook<Event, State>> {
    const number = await latestBook(store, streamOf);
    let found = bookAt(number);
    await found.folded.catchUp();
    if (found.marks.openedAt === undefined) {
      found = bookAt(number - 1);
      await found.folded.catchUp();
    }
    await noteYesterday(store, before(found.book), clock.now(), recent);
    return found;
  }

  async function openNext({ book, folded }: OpenBook<Event, State>): Promise<OpenBook<Event, State>> {
    const next = bookAt(book + 1);
    await openBook(change, book + 1, next.folded.stream, options.carryForward(folded.current().state));
    await next.folded.catchUp();
    if (next.marks.openedAt === undefined)
      throw new Error('The next book was not opened: another version opens it in another way.');
    return next;
  }

  return {
    async ready(): Promise<FoldedStream<Event, State>> {
      current ??= await last();
      for (;;) {
        const { revision } = await current.folded.catchUp();
        if (current.marks.closed) current = await openNext(current);
        else if (revision - (current.marks.openedAt ?? revision) >= limit)
          await closeBook(change, current.book, current.folded.current());
        else return current.folded;
      }
    },
    folded: async (): Promise<Folded<State>> => (await last()).folded.current(),
  };
}
