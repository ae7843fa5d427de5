import type { PersonTelling } from './tellings';
import { decodeTold, hl7, msh, testPartner } from './testing';

const person = (pid: string, ...more: string[]): PersonTelling => {
  const [step] = decodeTold(hl7(msh('ADT^A31'), pid, ...more)).steps;
  if (step?.step !== 'person') throw new Error('No person was told.');
  return step.person;
};
const warnings = (pid: string) => decodeTold(hl7(msh('ADT^A31'), pid)).warnings;

describe('the three states of a field', () => {
  it('leaves out what was not told, deletes what was told as null, and sets the rest', () => {
    expect(person('PID|1||N1^^^RXX||SMITH^""||""|""||||""')).toStrictEqual({
      hospitalNumber: { authority: 'RXX', value: 'N1' },
      family: 'SMITH',
      given: null,
      birthDate: null,
      sex: null,
    });
  });

  it('deletes a whole name, address and telephone', () => {
    const told = person('PID|1||N1^^^RXX||""||||||""||""');
    expect(told).toMatchObject({
      family: null,
      given: null,
      address: null,
      postcode: null,
      phoneHome: null,
      email: null,
    });
  });

  it('reads everything that a person is told by', () => {
    const told = person(
      'PID|1||N1^^^RXX||SMITH^JO^LEE^^DR^^L~JONES^JO^^^^^M||19700131|1|||1 THE ROAD^FLAT 2^YORK^^YO1 1AA^GBR^H||01632 960001^PRN^PH~07700 900001^PRN^CP~^NET^Internet^jo@example.org||en|||||||A|||||||20260102||Y',
      'PD1|||The Surgery^GPPRC^Y12345|G1234567',
      'ZU8||||Y',
    );
    expect(told).toStrictEqual({
      hospitalNumber: { authority: 'RXX', value: 'N1' },
      family: 'SMITH',
      given: 'JO',
      middle: 'LEE',
      title: 'DR',
      birthDate: '1970-01-31',
      sex: '1',
      address: ['1 THE ROAD', 'FLAT 2', 'YORK'],
      postcode: 'YO1 1AA',
      phoneHome: '01632 960001',
      phoneMobile: '07700 900001',
      email: 'jo@example.org',
      gpPractice: 'Y12345',
      gp: 'G1234567',
      deceasedAt: '2026-01-02',
      ethnicCategory: 'A',
      language: 'en',
      shielded: true,
    });
  });

  it('reads death with its time, and that it was not', () => {
    const pid = (at: string, flag: string) => `PID|1||N1^^^RXX${'|'.repeat(26)}${at}|${flag}`;
    expect(person(pid('202607021530', 'Y'))).toMatchObject({ deceased: true, deceasedAt: '2026-07-02T14:30:00.000Z' });
    expect(person(pid('""', 'N'))).toMatchObject({ deceased: false, deceasedAt: null });
  });

  it.each([
    ['a sex that is none', 'PID|1||N1||||| Q', 'SEX_NOT_READ'],
    ['a birth date of zeros', 'PID|1||N1||||00000000', 'TIME_IMPOSSIBLE'],
    ['a year of birth', 'PID|1||N1||||1970', 'TIME_NOT_READ'],
    ['an NHS number that is none', 'PID|1||N1~9990000019^^^NHS', 'NHS_NUMBER_INVALID'],
  ])('warns of %s', (_, pid, warning) => {
    expect(warnings(pid.replace('||||| Q', '|||||Q'))).toStrictEqual([warning]);
  });

  it.each([
    ['M', '1'],
    ['F', '2'],
    ['1', '1'],
    ['2', '2'],
    ['9', '9'],
    ['O', '9'],
    ['U', 'X'],
    ['0', 'X'],
  ])('maps sex %s to %s', (written, sex) => {
    expect(person(`PID|1||N1|||||${written}`).sex).toBe(sex);
  });
});

describe('the NHS number', () => {
  it.each([
    ['by authority, in any spacing', 'PID|1||N1~999 000 0018^^^NHS', '9990000018', undefined],
    ['by type', 'PID|1||N1~9990000018^^^^NH', '9990000018', undefined],
    ['with its status beside it', 'PID|1||N1~9990000018^06^^^NI', '9990000018', '06'],
    ['in PID-2', 'PID|1|9990000018^^^NHS|N1', '9990000018', undefined],
    ['bare in PID-2', 'PID|1|999 000 0018|N1', '9990000018', undefined],
    ['in PID-19', `PID|1||N1${'|'.repeat(16)}9990000018`, '9990000018', undefined],
    ['never from a number that somebody else gave', 'PID|1|9990000018^^^PAS|N1', undefined, undefined],
    ['the valid one of two', 'PID|1||N1~9990000019^^^NHS~9990000018^^^NHS', '9990000018', undefined],
    ['a status without a number', 'PID|1|^NSTS03^^NHS^NHS|N1', undefined, '03'],
    ['its status from PID-32 first', `PID|1||N1~9990000018^06^^^NI${'|'.repeat(29)}NSTS01~""`, '9990000018', '01'],
    ['deleted', 'PID|1||N1~""^NSTS07^^NHS', null, '07'],
  ])('%s', (_, pid, number, status) => {
    const { nhsNumber, nhsNumberStatus } = person(pid);
    expect([nhsNumber, nhsNumberStatus]).toStrictEqual([number, status]);
  });

  it('takes the status from ZU1-27 last', () => {
    expect(person('PID|1||N1', `ZU1${'|'.repeat(27)}NSTS02`).nhsNumberStatus).toBe('02');
  });

  it('names a patient of whom nothing else is told', () => {
    const { lanes } = decodeTold(hl7(msh('ADT^A31'), 'PID|1||9990000018^^^NHS'));
    expect(lanes).toStrictEqual([{ authority: 'NHS', value: '9990000018' }]);
  });
});

describe('the hospital number', () => {
  const lane = (pid: string, hospitalNumber = testPartner().hospitalNumber) =>
    decodeTold(hl7(msh('ADT^A31'), pid), { partner: testPartner({ hospitalNumber }) }).lanes[0];

  it.each([
    ['the configured authority', 'PID|1||Z9^^^EVO~N1^^^RXX', 'N1'],
    ['a name for it', 'PID|1||Z9^^^EVO~N1^^^PAS', 'N1'],
    ['none, where no other is there', 'PID|1||N1', 'N1'],
    ['the authority by name before none', 'PID|1||Z9~N1^^^RXX', 'N1'],
  ])('%s', (_, pid, value) => {
    expect(lane(pid)).toStrictEqual({ authority: 'RXX', value });
  });

  it('keeps other numbers as they were told', () => {
    expect(person('PID|1||N1^^^RXX~Z9^^^EVO^XX~Z8').otherIdentifiers).toStrictEqual([
      { authority: 'EVO', value: 'Z9', type: 'XX' },
      { authority: 'RXX', value: 'Z8' },
    ]);
  });

  it('keeps any authority where any counts, and only the configured types', () => {
    expect(lane('PID|1||Z9^^^EVO', { authority: 'RXX', toldAs: ['*'], types: [] })).toStrictEqual({
      authority: 'EVO',
      value: 'Z9',
    });
    const typed = { authority: 'RXX', toldAs: [], types: ['HOSP'] };
    expect(lane('PID|1||Z9^^^RXX^EP~N1^^^RXX^HOSP', typed)).toStrictEqual({ authority: 'RXX', value: 'N1' });
  });
});
