import type { Chance } from './chance';

/** Somebody who does not exist. NHS numbers begin 999, the range that is never issued. */
export interface InventedPerson {
  readonly family: string;
  readonly given: string;
  readonly title: string;
  /** HL7 table 0001: M or F. */
  readonly sex: 'M' | 'F';
  /** YYYYMMDD. */
  readonly birthDate: string;
  readonly street: string;
  readonly postcode: string;
  readonly phone: string;
  readonly gpPractice: string;
  readonly nhsNumber: string;
}

const FAMILIES =
  'Abara Ashdown Bannerjee Birkett Calloway Coker Dalgleish Dunmore Eccles Farrow Fenwick Gathercole Ghatak Hallam Hartnoll Idowu Inglewood Jessop Kaczmarek Kirkbride Lathbury Lowther Mistry Mottram Nwosu Oakshott Okonjo Pargeter Penhale Quayle Rashidi Redfern Sadiq Sandiford Szabo Tattersall Tregenza Uttley Varma Wainfleet Whitlock Yardley Yusufzai Zielinska'.split(
    ' ',
  );
const WOMEN =
  'Amara Beatrice Ceri Dorothy Eirlys Farida Gwen Harriet Ines Joan Kamala Leila Mabel Nia Olwen Priya Rosa Siân Tamsin Zoë'.split(
    ' ',
  );
const MEN =
  'Aled Bartholomew Cyril Dafydd Emeka Frank Gareth Harold Imran Jago Kofi Leonard Mohan Ned Osian Piotr Rhys Stanley Tariq Wilfred'.split(
    ' ',
  );
const STREETS = 'Almond Beacon Canal Drovers Elm Foundry Garrison Harbour'.split(' ');

/** Ten digits whose last is the check digit, or undefined where modulus 11 gives 10 (NHS Data Dictionary, NHS NUMBER). */
function withCheckDigit(nine: string): string | undefined {
  const sum = Array.from(nine).reduce((total, digit, index) => total + Number(digit) * (10 - index), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return undefined;
  return `${nine}${check === 11 ? 0 : check}`;
}

/** The n-th NHS number of the test range that has a check digit, counting from a number that the sequence itself gives. */
export function testNhsNumber(sequence: number): string {
  for (let offset = 0; ; offset += 500_000) {
    const number = withCheckDigit(`999${String((sequence + offset) % 1_000_000).padStart(6, '0')}`);
    if (number !== undefined) return number;
  }
}

const digits = (chance: Chance, count: number) => Array.from({ length: count }, () => chance.below(10)).join('');

/** A person of this age and sex, whom no one has met. */
export function inventPerson(chance: Chance, sequence: number, born: { year: number; sex: 'M' | 'F' }): InventedPerson {
  const month = String(1 + chance.below(12)).padStart(2, '0');
  const day = String(1 + chance.below(28)).padStart(2, '0');
  return {
    family: chance.pick(FAMILIES),
    given: chance.pick(born.sex === 'F' ? WOMEN : MEN),
    title: born.sex === 'F' ? chance.pick(['Mrs', 'Ms', 'Miss', 'Dr']) : chance.pick(['Mr', 'Mr', 'Dr']),
    sex: born.sex,
    birthDate: `${born.year}${month}${day}`,
    street: `${1 + chance.below(180)} ${chance.pick(STREETS)} Road`,
    postcode: `ZZ${1 + chance.below(9)} ${chance.below(10)}ZZ`,
    phone: `01632 96${digits(chance, 4)}`,
    gpPractice: `Z${digits(chance, 5)}`,
    nhsNumber: testNhsNumber(sequence),
  };
}
