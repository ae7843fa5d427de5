import { dateTime } from '@flow/platform/time/date-time';
import { localDate } from '@flow/platform/time/local-date';
import { WrongUse } from '@flow/platform/values/wrong-use';

const listed = (values: readonly string[]): string => `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;

const wrong = (option: string, told: string, may: string): WrongUse =>
  new WrongUse(`--${option} ${told}: it may be ${may}.`);

/** One of the words. Throws WrongUse that names the option and the words. */
export function wordIn<Word extends string>(option: string, told: string, words: readonly Word[]): Word {
  const word = words.find((one) => one === told);
  if (word === undefined) throw wrong(option, told, listed(words));
  return word;
}

/** As `wordIn`, of a moment with its offset. */
export const momentIn = (option: string, told: string): string =>
  read(dateTime, option, told, 'a date and time with seconds and offset, such as 2026-01-31T08:00:00Z');

/** As `wordIn`, of a day. */
export const dayIn = (option: string, told: string): string =>
  read(localDate, option, told, 'a day of the calendar, such as 2026-01-31');

/** As `wordIn`, of a number from 1 on. */
export function countIn(option: string, told: string, most: number): number {
  const count = /^\d{1,9}$/.test(told) ? Number(told) : 0;
  if (count < 1 || count > most) throw wrong(option, told, `a whole number from 1 to ${most}`);
  return count;
}

function read(parse: (text: string) => string, option: string, told: string, may: string): string {
  try {
    return parse(told);
  } catch (error) {
    if (error instanceof RangeError) throw wrong(option, told, may);
    throw error;
  }
}
