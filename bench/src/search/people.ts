import { seededChance } from '@flow/demo/generator/chance';
import { inventPerson, testNhsNumber } from '@flow/demo/generator/invented-people';
import { idOf } from '../store/sample-events';

/** Somebody to be found. */
export interface Somebody {
  readonly id: string;
  readonly number: string;
  readonly nhsNumber: string;
  readonly family: string;
  readonly given: string;
  /** 1980-02-29. */
  readonly birthDate: string;
  readonly phone: string;
}

const ENDINGS = [
  '',
  'son',
  'ley',
  'ton',
  'ford',
  'worth',
  'well',
  'man',
  'by',
  'wick',
  'stone',
  'field',
  'more',
  'ing',
];

/** So many people. Names of a few are many people's, as they are in a hospital; the least common have two parts. */
export function people(count: number): readonly Somebody[] {
  const chance = seededChance(600);
  return Array.from({ length: count }, (_, index): Somebody => {
    const sex = chance.below(2) === 0 ? 'F' : 'M';
    const { family, given, birthDate, phone } = inventPerson(chance, 0, { year: 1925 + chance.below(100), sex });
    const ending = chance.pick(ENDINGS);
    const second = chance.below(4) === 0 ? `-${chance.pick(['Harkness', 'Underhill', 'Ormerod', 'Vane'])}` : '';
    return {
      id: idOf(index),
      number: `N${1_000_000 + index}`,
      nhsNumber: testNhsNumber(index),
      family: `${family}${ending}${second}`,
      given,
      birthDate: `${birthDate.slice(0, 4)}-${birthDate.slice(4, 6)}-${birthDate.slice(6)}`,
      // The range for drama has a thousand numbers of each area; a hospital has more.
      phone: `${phone.slice(0, 5)}${String(index % 1_000_000).padStart(6, '0')}`,
    };
  });
}

/** A name as it is compared: small letters alone. Written apart from the product's own, since it is the oracle's. */
export const letters = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z]/g, '');
