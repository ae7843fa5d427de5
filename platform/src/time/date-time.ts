import type { Brand } from '../values/brand';
import { instantOfEpochMs, type Instant } from './instant';

/** A moment with the offset under which it was written, `2026-07-01T09:30:00+01:00` (RFC 3339 §5.6). */
export type DateTimeText = Brand<'DateTimeText'>;

const FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/;

/** Whether the parts exist: JavaScript would read 31 June as 1 July, and 24:00 as the next day. */
function exists(text: string): boolean {
  const local = text.slice(0, 19);
  const ms = Date.parse(`${local}.000Z`);
  if (Number.isNaN(ms) || !new Date(ms).toISOString().startsWith(local)) return false;
  const offset = /([+-])(\d{2}):(\d{2})$/.exec(text);
  return !offset || (offset[0] !== '-00:00' && Number(offset[2]) <= 14 && Number(offset[3]) <= 59);
}

const isDateTime = (text: string): text is DateTimeText => FORM.test(text) && exists(text);

/** Parses exactly that form: seconds and offset are needed, fractions may follow. Throws RangeError on any other text. */
export function dateTime(text: string): DateTimeText {
  if (!isDateTime(text)) {
    throw new RangeError('Not a date and time with seconds and offset, such as 2026-07-01T09:30:00+01:00.');
  }
  return text;
}

/** The moment itself, to the millisecond; smaller fractions are cut. */
export const instantOfDateTime = (text: DateTimeText): Instant =>
  instantOfEpochMs(Date.parse(text.replace(/(\.\d{3})\d+/, '$1')));
