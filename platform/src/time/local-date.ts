import type { Brand } from '../values/brand';

/** A calendar date of the proleptic Gregorian calendar, `2026-01-31`: text order is date order. */
export type LocalDate = Brand<'LocalDate'>;

const DAY_MS = 86_400_000;
const FORM = /^\d{4}-\d{2}-\d{2}$/;

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00.000Z`) / DAY_MS;

const isLocalDate = (text: string): text is LocalDate => {
  const ms = FORM.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
};

/** Parses exactly that form. Throws RangeError on any other text, and on a day that does not exist. */
export function localDate(text: string): LocalDate {
  if (!isLocalDate(text)) throw new RangeError('Not a calendar date such as 2026-01-31.');
  return text;
}

/** The date so many days later, or earlier when negative. */
export const addDays = (date: LocalDate, days: number): LocalDate =>
  localDate(new Date((dayNumber(date) + days) * DAY_MS).toISOString().slice(0, 10));

/** How many days `later` is after `earlier`; negative when it is before. */
export const daysBetween = (earlier: LocalDate, later: LocalDate): number => dayNumber(later) - dayNumber(earlier);

/** 1 is Monday, 7 is Sunday (ISO 8601). */
export const weekdayOf = (date: LocalDate): number => ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;

/** Whole years from a birth date to a day: a birthday on 29 February counts from 1 March where there is none. */
export function ageInYears(birthDate: LocalDate, on: LocalDate): number {
  const years = Number(on.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return on.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
