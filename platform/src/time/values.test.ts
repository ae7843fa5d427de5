import { dateTime, instantOfDateTime } from './date-time';
import { addDays, ageInYears, daysBetween, localDate, weekdayOf } from './local-date';
import { localTime } from './local-time';

describe('localDate', () => {
  it.each(['2026-01-31', '2024-02-29', '1899-12-31'])('takes %s', (text) => expect(localDate(text)).toBe(text));
  it.each(['2026-02-29', '2026-13-01', '2026-1-1', '26-01-01', '2026-01-31T00:00', ''])('refuses %p', (text) =>
    expect(() => localDate(text)).toThrow('Not a calendar date'),
  );

  it('adds and counts days over months, leap days and changes of the clocks', () => {
    expect(addDays(localDate('2026-03-28'), 2)).toBe('2026-03-30');
    expect(addDays(localDate('2026-01-01'), -1)).toBe('2025-12-31');
    expect(daysBetween(localDate('2024-02-28'), localDate('2024-03-01'))).toBe(2);
    expect(daysBetween(localDate('2026-10-26'), localDate('2026-10-25'))).toBe(-1);
  });

  it('knows the day of the week', () => {
    expect(
      ['2026-03-29', '2026-03-30', '1969-12-31', '1900-01-01'].map((text) => weekdayOf(localDate(text))),
    ).toStrictEqual([7, 1, 3, 1]);
  });

  it.each([
    ['2008-02-29', '2026-02-28', 17],
    ['2008-02-29', '2026-03-01', 18],
    ['1980-07-01', '2026-07-01', 46],
    ['1980-07-01', '2026-06-30', 45],
  ])('counts the years from %s to %s', (birth, on, years) =>
    expect(ageInYears(localDate(birth), localDate(on))).toBe(years),
  );
});

describe('localTime', () => {
  it.each(['00:00', '23:59'])('takes %s', (text) => expect(localTime(text)).toBe(text));
  it.each(['24:00', '9:30', '09:60', '09:30:00', ''])('refuses %p', (text) =>
    expect(() => localTime(text)).toThrow('Not a time of day'),
  );
});

describe('dateTime', () => {
  it.each([
    ['2026-10-25T01:30:00+01:00', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T01:30:00.5+00:00', '2026-10-25T01:30:00.500Z'],
    ['2026-10-25T01:30:00.123456789Z', '2026-10-25T01:30:00.123Z'],
    ['2026-01-01T00:00:00-14:00', '2026-01-01T14:00:00.000Z'],
  ])('takes %s', (text, at) => {
    expect(dateTime(text)).toBe(text);
    expect(instantOfDateTime(dateTime(text))).toBe(at);
  });

  it.each([
    '2026-10-25T01:30:00',
    '2026-10-25T01:30+01:00',
    '2026-10-25 01:30:00Z',
    '2026-10-25t01:30:00z',
    '2026-06-31T01:30:00Z',
    '2026-06-30T24:00:00Z',
    '2026-06-30T23:59:60Z',
    '2026-06-30T23:00:00-00:00',
    '2026-06-30T23:00:00+15:00',
    '2026-06-30T23:00:00+01:60',
    '2026-06-30T23:00:00+0100',
  ])('refuses %s', (text) => expect(() => dateTime(text)).toThrow('Not a date and time'));
});
