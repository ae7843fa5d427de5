import { readTimestamp } from '@flow/ipm/domain/hl7/timestamp';
import type { Hl7Message } from '@flow/ipm/domain/hl7/message';

/** How we read a time of a message, written as HAPI's is: parts that were not told are zeros. */
export function ourTime(message: Hl7Message, place: string): string | undefined {
  const [, index = '', field = ''] = /^(\d+) \w+-(\d+)$/.exec(place) ?? [];
  const told = message.segments[Number(index)]?.get(Number(field));
  if (typeof told !== 'string') return 'none';
  const read = readTimestamp(told);
  if (read?.kind !== 'time') return 'none';
  const local = read.local.slice(0, 19);
  const date = read.precision === 'year' ? `${local.slice(0, 4)}-00-00` : local.slice(0, 10);
  const day = read.precision === 'month' ? `${local.slice(0, 7)}-00` : date;
  return `${day}T${local.slice(11)}${read.offsetMinutes === undefined ? '' : ` ${offsetText(read.offsetMinutes)}`}`;
}

/** Hours and minutes as one number, as HAPI gives them: 100 for an hour east. */
const offsetText = (minutes: number): number => Math.trunc(minutes / 60) * 100 + (minutes % 60);
