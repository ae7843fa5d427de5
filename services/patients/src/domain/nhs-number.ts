import type { Brand } from '@flow/platform/values/brand';

/** Ten digits without spaces, the last one the check digit (NHS Data Dictionary, NHS NUMBER). */
export type NhsNumber = Brand<'NhsNumber'>;

export type NhsNumberFault = 'NOT_TEN_DIGITS' | 'ONE_DIGIT_REPEATED' | 'WRONG_CHECK_DIGIT';

export type NhsNumberReading =
  { readonly valid: true; readonly number: NhsNumber } | { readonly valid: false; readonly fault: NhsNumberFault };

/** Reads a number as people and systems write it: spaces and hyphens anywhere are left out. */
export function readNhsNumber(text: string): NhsNumberReading {
  const digits = text.replace(/[\s-]/gu, '');
  if (!/^\d{10}$/.test(digits)) return { valid: false, fault: 'NOT_TEN_DIGITS' };
  // Ten noughts and ten ones pass modulus 11; no such number is ever issued.
  if (/^(\d)\1{9}$/.test(digits)) return { valid: false, fault: 'ONE_DIGIT_REPEATED' };
  if (checkDigitOf(digits) !== Number(digits[9])) return { valid: false, fault: 'WRONG_CHECK_DIGIT' };
  return { valid: true, number: digits as NhsNumber };
}

/** Modulus 11 over the first nine digits, weighed 10 to 2. 10 means that the number is never issued. */
function checkDigitOf(digits: string): number {
  let sum = 0;
  for (let index = 0; index < 9; index += 1) sum += Number(digits[index]) * (10 - index);
  return (11 - (sum % 11)) % 11;
}

/** As it is shown to people: 3-3-4. */
export const displayNhsNumber = (number: NhsNumber): string =>
  `${number.slice(0, 3)} ${number.slice(3, 6)} ${number.slice(6)}`;

/** Numbers that begin 999 are kept for tests and never issued to people. */
export const isTestNhsNumber = (number: NhsNumber): boolean => number.startsWith('999');

/** Whose numbers this installation holds: real people's (production), or those of invented ones. */
export type Population = 'real' | 'invented';

/**
 * What to do with a valid number: test numbers are refused where real people are; a number outside the test range is
 * suspicious, and no more, where people are invented.
 */
export function suitability(number: NhsNumber, population: Population): 'suitable' | 'suspicious' | 'unsuitable' {
  if (population === 'real') return isTestNhsNumber(number) ? 'unsuitable' : 'suitable';
  return isTestNhsNumber(number) ? 'suitable' : 'suspicious';
}

/** NHS Data Dictionary, NHS NUMBER STATUS INDICATOR CODE. */
export const NHS_NUMBER_STATUSES = {
  '01': 'Number present and verified',
  '02': 'Number present but not traced',
  '03': 'Trace required',
  '04': 'Trace attempted: no match or several matches',
  '05': 'Trace needs to be resolved: the number and the details conflict',
  '06': 'Trace in progress',
  '07': 'Number not present and trace not required',
  '08': 'Trace postponed: baby under six weeks old',
} as const;
export type NhsNumberStatus = keyof typeof NHS_NUMBER_STATUSES;

export const isNhsNumberStatus = (text: string): text is NhsNumberStatus => Object.hasOwn(NHS_NUMBER_STATUSES, text);
