import { letters, type Somebody } from './people';

/** One way in which clerks type, and whom it ought to find. */
export interface Form {
  readonly name: string;
  typed(who: Somebody): string;
  finds(typedOf: Somebody): (other: Somebody) => boolean;
}

const day = ({ birthDate }: Somebody): string => birthDate.slice(8);
const month = ({ birthDate }: Somebody): string => birthDate.slice(5, 7);
const surnames = ({ family }: Somebody): readonly string[] => [letters(family), ...family.split('-').map(letters)];
const called = (who: Somebody, beginning: string): boolean => surnames(who).some((name) => name.startsWith(beginning));
const itself = (who: Somebody) => (other: Somebody) => other.id === who.id;

/** Everything that has one of these surnames and one of these forenames, both or one of them in part. */
const namedSo = (family: string, given: string) => (other: Somebody) =>
  called(other, family) && letters(other.given).startsWith(given);

/** The forms of one text box, from the most that is found to the least. */
export const FORMS: readonly Form[] = [
  {
    name: 'two letters of a surname',
    typed: ({ family }) => family.slice(0, 2),
    finds: (who) => (other) => called(other, letters(who.family).slice(0, 2)),
  },
  {
    name: 'a surname',
    typed: ({ family }) => family,
    finds: (who) => (other) => called(other, letters(who.family)),
  },
  {
    name: 'a surname in capitals, a forename after a comma',
    typed: ({ family, given }) => `${family.toUpperCase()}, ${given}`,
    finds: (who) => namedSo(letters(who.family), letters(who.given)),
  },
  {
    name: 'a surname and a date of birth, 29/02/1980',
    typed: (who) => `${who.family} ${day(who)}/${month(who)}/${who.birthDate.slice(0, 4)}`,
    finds: (who) => (other) => called(other, letters(who.family)) && other.birthDate === who.birthDate,
  },
  {
    name: 'a date of birth of six digits and a surname',
    typed: (who) => `${who.family} ${day(who)}${month(who)}${who.birthDate.slice(2, 4)}`,
    finds: (who) => (other) =>
      called(other, letters(who.family)) && other.birthDate.slice(2) === who.birthDate.slice(2),
  },
  { name: 'a hospital number', typed: ({ number }) => number, finds: itself },
  {
    name: 'an NHS number, 999 000 0018',
    typed: ({ nhsNumber: n }) => `${n.slice(0, 3)} ${n.slice(3, 6)} ${n.slice(6)}`,
    finds: (who) => (other) => other.nhsNumber === who.nhsNumber,
  },
  {
    name: 'a telephone',
    typed: ({ phone }) => phone,
    finds: (who) => (other) => other.phone === who.phone,
  },
  {
    name: 'the last six digits of a telephone',
    typed: ({ phone }) => phone.slice(-6),
    finds: (who) => (other) => other.phone.endsWith(who.phone.slice(-6)),
  },
];
