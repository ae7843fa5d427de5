import { eventId } from './event-id';
import type { NewEvent, RecordedEvent } from '../event-store/event-store';
import type { EventMetadata } from '../event-store/event-metadata';
import type { Instant } from '../time/instant';

/** The last event of a book: nothing is decided on it any more. */
export const BOOKS_CLOSED = 'books-closed.v1';
/** Ends what was carried forward: from here on the book is decided on. The first book of an estate begins without. */
export const BOOKS_OPENED = 'books-opened.v1';

/** Events about the book itself, which say nothing of what it is kept for. */
export const isBookkeeping = (type: string): boolean => type === BOOKS_CLOSED || type === BOOKS_OPENED;

export const bookStream = (category: string, estate: string, book: number): string => `${category}-${estate}.${book}`;

/** What changing the book does is nobody's command: it is derived from the book alone, so that whoever does it writes the same. */
export function bookMetadata(stream: string, recordedAt: Instant): EventMetadata {
  const cause = eventId(stream, 'change of book', 0);
  return {
    commandId: cause,
    inputHash: '',
    correlationId: cause,
    causationId: cause,
    actor: { user: 'system', role: 'service' },
    origin: 'system',
    entryMode: 'live',
    recordedAt,
    schemaVersion: 1,
  };
}

export const closingEvent = (stream: string, book: number, recordedAt: Instant): NewEvent => ({
  id: eventId(stream, 'close', book),
  type: BOOKS_CLOSED,
  data: { book },
  metadata: bookMetadata(stream, recordedAt),
});

export const openingEvent = (stream: string, book: number, recordedAt: Instant): NewEvent => ({
  id: eventId(stream, 'open', book),
  type: BOOKS_OPENED,
  data: { book, previous: book - 1 },
  metadata: bookMetadata(stream, recordedAt),
});

/** Carried forward is what was known before: it is no news, though it lies in the new book. */
export const bookOf = ({ stream }: Pick<RecordedEvent, 'stream'>): number =>
  Number(stream.slice(stream.lastIndexOf('.') + 1));
