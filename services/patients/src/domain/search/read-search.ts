import type { LocalDate } from '@flow/platform/time/local-date';
import { readNhsNumber, type NhsNumber } from '../nhs-number';
import { birthDatesIn, looksLikeDate } from './dates';
import { foldName, foldNumber, foldPhone } from './fold';
import { keyOf, KEY_SEPARATOR, SHORTEST_PHONE } from './keys';

/** What whoever typed should know. It follows from the text alone, never from who was found. */
export type Advice =
  | 'TYPE_MORE'
  | 'TYPE_LESS'
  | 'NHS_NUMBER_CHECK_DIGIT'
  | 'DATE_NEEDS_SURNAME'
  | 'NO_SUCH_BIRTH_DATE'
  | 'PHONE_NEEDS_MORE';

/** What was typed, as it is looked for. */
export interface Search {
  /** Beginnings of keys; whoever has a key with one of them is found. None: nothing to look for. */
  readonly beginnings: readonly string[];
  readonly advice: Advice | null;
  /** Numbers that name people exactly: they are looked for in the events, too. */
  readonly nhsNumber?: NhsNumber;
  readonly hospitalNumber?: string;
}

const LONGEST_TEXT = 100;
const MOST_WORDS = 5;
const LEAST_LETTERS = 2;
const SHORTEST_NUMBER = 3;

const nothing = (advice: Advice): Search => ({ beginnings: [], advice });

/**
 * Reads one text box as clerks fill it: a number in any spacing, a surname with a forename or a date of birth in either order,
 * a telephone. What can be read in several ways is looked for in all of them.
 */
export function readSearch(typed: string, today: LocalDate): Search {
  if (typed.length > LONGEST_TEXT) return nothing('TYPE_LESS');
  const text = typed.normalize('NFKC').trim();
  if (/^[\d\s+()./-]*$/.test(text)) return readNumber(text, today);
  const glued = /^([\p{L}'’-]{2,}?)(\d{6}|\d{8})$/u.exec(text);
  if (glued) return both(readHospitalNumber(text), readWords(`${glued[1] ?? ''} ${glued[2] ?? ''}`, today));
  return readWords(text, today);
}

function readNumber(text: string, today: LocalDate): Search {
  const digits = text.replace(/\D/g, '');
  if (/[/.-]/.test(text) && looksLikeDate(text)) return nothing(dateAlone(text, today));
  if (digits.length < SHORTEST_NUMBER) return nothing('TYPE_MORE');
  const phone = digits.length < SHORTEST_PHONE ? [] : [keyOf('t', foldPhone(text))];
  if (/^(?:\+|00)/.test(text)) {
    return phone.length === 0 ? nothing('PHONE_NEEDS_MORE') : { beginnings: phone, advice: null };
  }
  const nhs = readNhsNumber(digits);
  return {
    beginnings: [whole('h', digits), ...(nhs.valid ? [whole('s', nhs.number)] : []), ...phone],
    advice: adviceOn(digits, nhs.valid),
    hospitalNumber: text,
    ...(nhs.valid && { nhsNumber: nhs.number }),
  };
}

/** Ten digits that do not begin with a nought are meant for an NHS number. */
function adviceOn(digits: string, isNhsNumber: boolean): Advice | null {
  if (digits.length === 10 && !isNhsNumber && !digits.startsWith('0')) return 'NHS_NUMBER_CHECK_DIGIT';
  return null;
}

const dateAlone = (token: string, today: LocalDate): Advice =>
  birthDatesIn(token, today).length > 0 ? 'DATE_NEEDS_SURNAME' : 'NO_SUCH_BIRTH_DATE';

const whole = (kind: 'h' | 's', number: string): string => `${keyOf(kind, number)}${KEY_SEPARATOR}`;

function readHospitalNumber(text: string): Search {
  const number = foldNumber(text);
  if (number.length < SHORTEST_NUMBER) return nothing('TYPE_MORE');
  return { beginnings: [whole('h', number)], advice: null, hospitalNumber: text };
}

function readWords(text: string, today: LocalDate): Search {
  const tokens = text.split(/[\s,;]+/u).filter((token) => token !== '');
  const [dates, others] = parted(tokens, looksLikeDate);
  if (others.some((token) => /\d/.test(token))) return readMixed(text, tokens);
  const names = readNames(text.replace(/[^\s,;]*\d[^\s,;]*/gu, ' '));
  if (names.length === 0) return nothing('TYPE_MORE');
  const [date] = dates;
  if (date === undefined) return { beginnings: names.map((name) => keyOf('n', name)), advice: null };
  const born = dates.length > 1 ? [] : birthDatesIn(date, today);
  if (born.length === 0) return nothing('NO_SUCH_BIRTH_DATE');
  return { beginnings: born.flatMap((day) => names.map((name) => keyOf('d', day, name))), advice: null };
}

/** Letters and digits in one: a hospital number, unless a word stands beside digits that are no date. */
function readMixed(text: string, tokens: readonly string[]): Search {
  const isBesideWord = tokens.some((token) => !/\d/.test(token) && foldName(token).length >= LEAST_LETTERS);
  const read = readHospitalNumber(text);
  return isBesideWord && read.advice === null ? { ...read, advice: 'NO_SUCH_BIRTH_DATE' } : read;
}

/** Each way to part words into a surname, or its beginning, and the beginning of the forenames. */
function readNames(text: string): readonly string[] {
  const [before = '', ...after] = text.split(/[,;]/u);
  const wordsIn = (part: string): readonly string[] =>
    part
      .split(/\s+/u)
      .map(foldName)
      .filter((word) => word !== '');
  const surname = wordsIn(before);
  const forenames = wordsIn(after.join(' '));
  const letters = [...surname, ...forenames].join('').length;
  if (letters < LEAST_LETTERS || surname.length === 0) return [];
  if (forenames.length > 0) return [named(surname, forenames)];
  if (surname.length > MOST_WORDS) return [surname.join('')];
  const splits = surname.slice(1).map((_, index) => named(surname.slice(0, index + 1), surname.slice(index + 1)));
  const reversed = surname.length > 1 ? [named(surname.slice(-1), surname.slice(0, -1))] : [];
  return [surname.join(''), ...splits, ...reversed];
}

const named = (surname: readonly string[], forenames: readonly string[]): string =>
  `${surname.join('')}${KEY_SEPARATOR}${forenames.join('')}`;

const both = (one: Search, other: Search): Search => ({
  ...one,
  beginnings: [...one.beginnings, ...other.beginnings],
  advice: other.beginnings.length === 0 ? one.advice : other.advice,
});

function parted(tokens: readonly string[], is: (token: string) => boolean) {
  return [tokens.filter(is), tokens.filter((token) => !is(token))] as const;
}
