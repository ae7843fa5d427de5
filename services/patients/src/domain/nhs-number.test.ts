import {
  displayNhsNumber,
  isNhsNumberStatus,
  NHS_NUMBER_STATUSES,
  readNhsNumber,
  suitability,
  type NhsNumber,
} from './nhs-number';

/** Published examples, and what follows from the published rule for whole ranges. */
it.each([
  ['a number', '9434765919', '9434765919'],
  ['spaces, 3-3-4', '943 476 5919', '9434765919'],
  ['hyphens', '943-476-5919', '9434765919'],
  ['spaces in odd places, a tab and a hard space', ' 94 34\t76\u00a05919 ', '9434765919'],
  ['a check digit that comes out as 11 and counts as 0', '9876543210', '9876543210'],
  ['the test range', '9990000018', '9990000018'],
  ['the sandbox patient', '9000000009', '9000000009'],
  ['the restricted sandbox patient', '9000000025', '9000000025'],
  ['the sandbox patient with few details', '9000000033', '9000000033'],
  ['the sandbox number that is not found', '9111231130', '9111231130'],
])('reads %s', (_what, text, number) => expect(readNhsNumber(text)).toStrictEqual({ valid: true, number }));

it.each([
  ['a wrong check digit', '9434765918', 'WRONG_CHECK_DIGIT'],
  ['one that the demographics service refuses', '9000000000', 'WRONG_CHECK_DIGIT'],
  ['ten ones, which pass modulus 11', '1111111111', 'ONE_DIGIT_REPEATED'],
  ['ten noughts, which pass modulus 11', '0000000000', 'ONE_DIGIT_REPEATED'],
  ['nine digits', '943476591', 'NOT_TEN_DIGITS'],
  ['eleven digits', '94347659199', 'NOT_TEN_DIGITS'],
  ['a letter', '943476591X', 'NOT_TEN_DIGITS'],
  ['digits of another script', '٩٤٣٤٧٦٥٩١٩', 'NOT_TEN_DIGITS'],
  ['nothing', '', 'NOT_TEN_DIGITS'],
])('refuses %s', (_what, text, fault) => expect(readNhsNumber(text)).toStrictEqual({ valid: false, fault }));

it.each(['123456789', '999000000'])('no tenth digit makes %s a number, since its check digit would be 10', (nine) => {
  const readings = Array.from({ length: 10 }, (_, digit) => readNhsNumber(`${nine}${digit}`));
  expect(readings).toStrictEqual(Array.from({ length: 10 }, () => ({ valid: false, fault: 'WRONG_CHECK_DIGIT' })));
});

it('shows a number as 3-3-4', () => expect(displayNhsNumber(valid('9434765919'))).toBe('943 476 5919'));

it.each([
  ['9990000018', 'real', 'unsuitable'],
  ['9434765919', 'real', 'suitable'],
  ['9990000018', 'invented', 'suitable'],
  ['9434765919', 'invented', 'suspicious'],
] as const)('%s among %s people is %s', (text, population, expected) =>
  expect(suitability(valid(text), population)).toBe(expected),
);

it('knows the eight status codes and no other', () => {
  expect(Object.keys(NHS_NUMBER_STATUSES).sort()).toStrictEqual(['01', '02', '03', '04', '05', '06', '07', '08']);
  expect(['01', '08', '00', '09', '1', 'toString'].map(isNhsNumberStatus)).toStrictEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

function valid(text: string): NhsNumber {
  const reading = readNhsNumber(text);
  if (!reading.valid) throw new Error('The example is not valid.');
  return reading.number;
}
