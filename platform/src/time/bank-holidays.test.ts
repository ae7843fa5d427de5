import { addWorkingDays, bankHolidaysOf, isBankHoliday, isWorkingDay } from './bank-holidays';
import { localDate, weekdayOf } from './local-date';

// As published on gov.uk/bank-holidays for England and Wales; from 2029 by the same rules.
it.each([
  [2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'],
  [2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'],
  [2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'],
  [2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'],
  [2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'],
  [2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'],
  [2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
  [2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'],
  [2028, '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26'],
  [2029, '01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26'],
  [2030, '01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26'],
])('knows the bank holidays of %i', (year, days) =>
  expect(bankHolidaysOf(year)).toStrictEqual(days.split(' ').map((day) => `${year}-${day}`)),
);

it('puts none at a weekend and at least eight into every year', () => {
  for (let year = 1978; year <= 2099; year += 1) {
    const days = bankHolidaysOf(year);
    expect(days.filter((date) => weekdayOf(date) > 5)).toStrictEqual([]);
    expect(days.length).toBeGreaterThanOrEqual(8);
    expect(new Set(days).size).toBe(days.length);
  }
});

it('refuses a year that it does not know', () => {
  expect(() => bankHolidaysOf(1977)).toThrow('from 1978 to 2099');
  expect(() => bankHolidaysOf(2100)).toThrow('from 1978 to 2099');
});

it('counts working days', () => {
  expect(isBankHoliday(localDate('2026-12-28'))).toBe(true);
  expect(isWorkingDay(localDate('2026-12-26'))).toBe(false);
  expect(isWorkingDay(localDate('2026-12-29'))).toBe(true);
  // RTT returns for March 2025: 13 working days for providers, 18 for commissioners (Consultant-led RTT guidance).
  expect(addWorkingDays(localDate('2025-03-31'), 13)).toBe('2025-04-17');
  expect(addWorkingDays(localDate('2025-03-31'), 18)).toBe('2025-04-28');
  expect(addWorkingDays(localDate('2026-03-28'), 0)).toBe('2026-03-28');
});
