import { AppendTooLarge } from './errors';
import { MAX_APPEND_BYTES, type ExpectedRevision, type NewEvent } from './event-store';
import { categoryOf } from './stream-name';

/** An event as engines hold it: data and metadata as JSON text. */
export interface Written {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function written({ id, type, data, metadata }: NewEvent): Written {
  if (!UUID.test(id)) throw new TypeError('The id of an event is a UUID.');
  return { id: id.toLowerCase(), type, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
}

const bytesOf = (events: readonly Written[]): number =>
  events.reduce(
    (sum, { id, type, data, metadata }) =>
      sum + [id, type, data, metadata].reduce((n, text) => n + Buffer.byteLength(text), 0),
    0,
  );

/** What an event takes of an append, in bytes. */
export const sizeOf = (event: NewEvent): number => bytesOf([written(event)]);

/** Checks what any engine would refuse, before anything is queued. Throws TypeError, RangeError or AppendTooLarge. */
export function toWrite(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): readonly Written[] {
  categoryOf(stream);
  if (expected !== 'no-stream' && !(Number.isSafeInteger(expected) && expected >= 0)) {
    throw new RangeError(`The expected revision of ${stream} is 'no-stream' or a number from 0.`);
  }
  if (events.length === 0) throw new RangeError(`An append to ${stream} needs an event.`);
  const rows = events.map(written);
  const bytes = bytesOf(rows);
  if (bytes > MAX_APPEND_BYTES) throw new AppendTooLarge(stream, bytes);
  return rows;
}

/** Throws RangeError on a count that is no whole number from `from`. */
export function checkedCount(what: string, count: number, from: number): number {
  if (!Number.isSafeInteger(count) || count < from) throw new RangeError(`${what} is a whole number from ${from}.`);
  return count;
}

const LARGEST_PAGE = 4096;

/** Throws RangeError on a page that no engine gives. */
export function checkedLimit(limit: number): number {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > LARGEST_PAGE) {
    throw new RangeError(`A read takes 1 to ${LARGEST_PAGE} events, not ${limit}.`);
  }
  return limit;
}
