import { localDate } from '@flow/platform/time/local-date';
import { readSearch } from './read-search';

const today = localDate('2026-01-14');
const read = (text: string) => readSearch(text, today);
const looksFor = (text: string) => read(text).beginnings;

describe('what is typed to find somebody', () => {
  it.each([
    ['999 000 0018', ['h!9990000018!', 's!9990000018!', 't!8100000999']],
    ['999-000-0018', ['h!9990000018!', 's!9990000018!', 't!8100000999']],
    ['A100', ['h!A100!']],
    [' a 100 ', ['h!A100!']],
    ['a-100', ['h!A100!']],
    ['123', ['h!123!']],
    ['1234567', ['h!1234567!', 't!7654321']],
    ['07700 900001', ['h!07700900001!', 't!10000900770']],
    ['+44 7700 900001', ['t!10000900770']],
    ['0044 (0)7700 900001', ['t!10000900770']],
    ['900001', ['h!900001!', 't!100009']],
  ])('is a number: %s', (text, beginnings) => expect(looksFor(text)).toStrictEqual(beginnings));

  it.each([
    ['rees', ['n!rees']],
    ['O’NEILL', ['n!oneill']],
    ["o'neill", ['n!oneill']],
    ['Müller', ['n!muller']],
    ['Łuczak', ['n!luczak']],
    ['Rees-Jones', ['n!reesjones']],
    ['REES, Amal', ['n!rees!amal']],
    ['rees,', ['n!rees']],
    ['rees am', ['n!reesam', 'n!rees!am', 'n!am!rees']],
    ['van der berg', ['n!vanderberg', 'n!van!derberg', 'n!vander!berg', 'n!berg!vander']],
    ['van der Berg, Jo', ['n!vanderberg!jo']],
    ['e wei', ['n!ewei', 'n!e!wei', 'n!wei!e']],
    ['sm*%', ['n!sm']],
    ['王小明', ['n!王小明']],
  ])('is a name: %s', (text, beginnings) => expect(looksFor(text)).toStrictEqual(beginnings));

  it.each([
    ['REES 290280', ['d!1980-02-29!rees']],
    ['290280 REES', ['d!1980-02-29!rees']],
    ['rees 29021980', ['d!1980-02-29!rees']],
    ['rees 29/02/1980', ['d!1980-02-29!rees']],
    ['29.2.80 rees', ['d!1980-02-29!rees']],
    ['rees 1980-02-29', ['d!1980-02-29!rees']],
    ['REES, AM 290280', ['d!1980-02-29!rees!am']],
    ['rees 010120', ['d!2020-01-01!rees', 'd!1920-01-01!rees']],
    ['rees 140126', ['d!2026-01-14!rees', 'd!1926-01-14!rees']],
    ['rees 150126', ['d!1926-01-15!rees']],
    ['REES290280', ['h!REES290280!', 'd!1980-02-29!rees']],
  ])('is a name with a date of birth: %s', (text, beginnings) => expect(looksFor(text)).toStrictEqual(beginnings));

  it.each([
    ['', 'TYPE_MORE'],
    ['  ', 'TYPE_MORE'],
    ['r', 'TYPE_MORE'],
    [', amal', 'TYPE_MORE'],
    ['*', 'TYPE_MORE'],
    ['12', 'TYPE_MORE'],
    ['r 290280', 'TYPE_MORE'],
    ['29/02/1980', 'DATE_NEEDS_SURNAME'],
    ['30/02/1980', 'NO_SUCH_BIRTH_DATE'],
    ['rees 300280', 'NO_SUCH_BIRTH_DATE'],
    ['rees 01/01/2027', 'NO_SUCH_BIRTH_DATE'],
    ['rees 290280 280280', 'NO_SUCH_BIRTH_DATE'],
    ['+44 77', 'PHONE_NEEDS_MORE'],
    ['x'.repeat(101), 'TYPE_LESS'],
  ])('is too vague, and says what to add: "%s"', (text, advice) =>
    expect(read(text)).toStrictEqual({ beginnings: [], advice }),
  );

  it.each([
    ['999 000 0019', 'NHS_NUMBER_CHECK_DIGIT'],
    ['9990000018', null],
    ['0163296000', null],
    ['rees 1980', 'NO_SUCH_BIRTH_DATE'],
    ['rees am', null],
  ])('is searched for and judged: %s', (text, advice) => expect(read(text)).toMatchObject({ advice }));
});
