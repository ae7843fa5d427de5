import { addDays, localDate, type LocalDate } from '@flow/platform/time/local-date';

/** Nobody is looked for who would be older. */
const OLDEST_YEARS = 130;

const DAY_FIRST = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})$/;
const YEAR_FIRST = /^(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})$/;
const DIGITS = /^(\d{2})(\d{2})(\d{2}|\d{4})$/;

/** Written as a date of birth is, whether or not there is such a day. */
export const looksLikeDate = (token: string): boolean =>
  DAY_FIRST.test(token) || YEAR_FIRST.test(token) || DIGITS.test(token);

/**
 * The days that somebody may mean: none for a day that does not exist or is yet to come. Two digits of a year mean every such
 * year of a life, so that who was born in 1921 is found as well as who was born in 2021.
 */
export function birthDatesIn(token: string, today: LocalDate): readonly LocalDate[] {
  const first = YEAR_FIRST.exec(token);
  const [, day = '', month = '', year = ''] = first
    ? [token, first[3], first[2], first[1]]
    : (DAY_FIRST.exec(token) ?? DIGITS.exec(token) ?? []);
  const thisYear = Number(today.slice(0, 4));
  const century = thisYear - (thisYear % 100);
  const years = year.length === 2 ? [century + Number(year), century - 100 + Number(year)] : [Number(year)];
  return years.flatMap((one) => {
    const date = dayOf(one, month, day);
    return date !== undefined && date < addDays(today, 1) && one >= thisYear - OLDEST_YEARS ? [date] : [];
  });
}

function dayOf(year: number, month: string, day: string): LocalDate | undefined {
  try {
    return localDate(`${String(year).padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
