import { addDays, localDate, weekdayOf, type LocalDate } from './local-date';

/** The first and last year that the rules below are good for: the early May holiday began in 1978. */
const FROM_YEAR = 1978;
const TO_YEAR = 2099;
const MONDAY = 1;
const SATURDAY = 6;

/** What a proclamation changed (gov.uk, Bank holidays): days added, and the days that they took the place of. */
const PROCLAIMED: Readonly<Record<number, { readonly added: readonly string[]; readonly dropped: readonly string[] }>> =
  {
    1981: { added: ['1981-07-29'], dropped: [] },
    1995: { added: ['1995-05-08'], dropped: ['1995-05-01'] },
    1999: { added: ['1999-12-31'], dropped: [] },
    2002: { added: ['2002-06-03', '2002-06-04'], dropped: ['2002-05-27'] },
    2011: { added: ['2011-04-29'], dropped: [] },
    2012: { added: ['2012-06-04', '2012-06-05'], dropped: ['2012-05-28'] },
    2020: { added: ['2020-05-08'], dropped: ['2020-05-04'] },
    2022: { added: ['2022-06-02', '2022-06-03', '2022-09-19'], dropped: ['2022-05-30'] },
    2023: { added: ['2023-05-08'], dropped: [] },
  };

const day = (year: number, month: number, date: number): LocalDate =>
  localDate(`${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`);

/** Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher). */
function easterSunday(year: number): LocalDate {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const skippedLeap = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - skippedLeap + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const count = epact + weekday - 7 * late + 114;
  return day(year, Math.floor(count / 31), (count % 31) + 1);
}

/** That weekday on the date or the first one after it. */
const onOrAfter = (date: LocalDate, weekday: number): LocalDate => addDays(date, (weekday - weekdayOf(date) + 7) % 7);

/** Days at fixed dates; one at a weekend is kept on the next weekday that is none of them. */
function withSubstitutes(dates: readonly LocalDate[]): readonly LocalDate[] {
  const kept = dates.filter((date) => weekdayOf(date) < SATURDAY);
  for (const date of dates.filter((each) => weekdayOf(each) >= SATURDAY)) {
    let substitute = onOrAfter(date, MONDAY);
    while (kept.includes(substitute)) substitute = addDays(substitute, 1);
    kept.push(substitute);
  }
  return kept;
}

function computed(year: number): readonly LocalDate[] {
  const easter = easterSunday(year);
  const { added = [], dropped = [] } = PROCLAIMED[year] ?? {};
  const usual = [
    ...withSubstitutes([day(year, 1, 1)]),
    addDays(easter, -2),
    addDays(easter, 1),
    onOrAfter(day(year, 5, 1), MONDAY),
    onOrAfter(day(year, 5, 25), MONDAY),
    onOrAfter(day(year, 8, 25), MONDAY),
    ...withSubstitutes([day(year, 12, 25), day(year, 12, 26)]),
  ];
  return [...new Set([...usual.filter((date) => !dropped.includes(date)), ...added.map(localDate)])].sort();
}

const known = new Map<number, readonly LocalDate[]>();

/**
 * The bank holidays of England and Wales in a year, in order, substitute days included (Banking and Financial Dealings Act
 * 1971 and proclamations to date). Later proclamations are added above. Throws RangeError before 1978 and after 2099.
 */
export function bankHolidaysOf(year: number): readonly LocalDate[] {
  if (!Number.isInteger(year) || year < FROM_YEAR || year > TO_YEAR) {
    throw new RangeError(`Bank holidays are known from ${FROM_YEAR} to ${TO_YEAR}.`);
  }
  const days = known.get(year) ?? computed(year);
  known.set(year, days);
  return days;
}

export const isBankHoliday = (date: LocalDate): boolean => bankHolidaysOf(Number(date.slice(0, 4))).includes(date);

/** Monday to Friday, bank holidays apart. */
export const isWorkingDay = (date: LocalDate): boolean => weekdayOf(date) < SATURDAY && !isBankHoliday(date);

/** The date that is so many working days after a date, which itself is not counted. 0 gives the date itself. */
export function addWorkingDays(date: LocalDate, days: number): LocalDate {
  let at = date;
  for (let left = days; left > 0;) {
    at = addDays(at, 1);
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}
