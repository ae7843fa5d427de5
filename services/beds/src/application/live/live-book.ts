import type { EventCodec } from '@flow/platform/decider/event-codec';
import type { Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import { bookDecider } from '../../domain/book/book';
import type { BookEvent } from '../../domain/book/events';
import type { BookState } from '../../domain/book/state';

/** The book as it stands, folded in memory by whoever follows its streams. */
export interface LiveBook {
  /**
   * Takes events of `occupancy-` streams in order; those that it had before change nothing. Throws where one is missing between
   * two of a book: what would be shown then is wrong, and a start reads the book anew.
   */
  take(events: readonly RecordedEvent[]): void;
  readonly state: BookState;
  /** Of the last event that it has: the same on every instance that has it. */
  readonly position: Position | undefined;
}

export interface LiveBookOptions {
  readonly codec: Pick<EventCodec<BookEvent>, 'decode'>;
  /** Marks of the platform between books, which mean nothing to the decider. */
  readonly isBookkeeping: (type: string) => boolean;
  /** The type of the mark that says that a book's opening is whole. */
  readonly openedType: string;
  /** Where to go on from, so that a start reads the last book alone; from the first event if not told. */
  readonly from?: { readonly stream: string; readonly state: BookState; readonly position: Position };
}

interface Fold {
  readonly book: number;
  readonly state: BookState;
  /** Of the last event of the book that was taken here. */
  readonly revision?: number;
}

/** `occupancy-<estate>.<n>`: the n. */
function bookOf(stream: string): number {
  const number = Number(stream.slice(stream.lastIndexOf('.') + 1));
  if (!Number.isInteger(number)) throw new Error(`The stream ${stream} is no book.`);
  return number;
}

/**
 * Folds one book after the other. The opening of a later book is folded beside the one before, and is the book once it is
 * whole: a half-carried one is never seen.
 */
export function createLiveBook({ codec, isBookkeeping, openedType, from }: LiveBookOptions): LiveBook {
  let current: Fold | undefined = from && { book: bookOf(from.stream), state: from.state };
  let opening: Fold | undefined;
  let position = from?.position;

  function evolved({ book, state, revision: last }: Fold, { stream, revision, type, data }: RecordedEvent): Fold {
    if (last !== undefined && revision !== last + 1)
      throw new Error(`${stream}: event ${revision} came after event ${last}.`);
    const next = isBookkeeping(type) ? state : bookDecider.evolve(state, codec.decode({ type, data }));
    return { book, state: next, revision };
  }

  function fold(event: RecordedEvent): void {
    const book = bookOf(event.stream);
    const fresh = { book, state: bookDecider.initialState };
    current ??= fresh;
    if (book === current.book) current = evolved(current, event);
    if (book <= current.book) return;
    opening = evolved(opening?.book === book ? opening : fresh, event);
    if (event.type !== openedType) return;
    current = opening;
    opening = undefined;
  }

  return {
    take(events) {
      for (const event of events) {
        if (position !== undefined && event.position <= position) continue;
        fold(event);
        position = event.position;
      }
    },
    get state() {
      return current?.state ?? bookDecider.initialState;
    },
    get position() {
      return position;
    },
  };
}
