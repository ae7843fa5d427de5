import { drawTable, isGood, number } from './draw';
import type { Check, SuiteReport } from './report';

it('writes three figures, thousands apart', () => {
  expect([0.12345, 1.5, 99.95, 1234.5, NaN].map(number)).toStrictEqual(['0.123', '1.5', '100', '1,235', '–']);
});

it('draws a table that Markdown reads too', () => {
  const table = { title: 'T', columns: ['', 'rate'], rows: [['ours', 1000], ['theirs']], notes: ['n'] };
  expect(drawTable(table).split('\n').slice(2, 6)).toStrictEqual([
    '|        |  rate |',
    '| ------ | ----: |',
    '| ours   | 1,000 |',
    '| theirs |       |',
  ]);
});

const reportOf = (...checks: readonly Check[]): SuiteReport => ({
  ...{ suite: 's', what: '', tables: [], skipped: [], seconds: 1 },
  checks,
});
const check = (kind: Check['kind'], holds: boolean): Check => ({ kind, holds, what: '', measured: '' });

it('fails a run for what is wrong or too slow beside others, never for an absolute time', () => {
  expect(isGood([reportOf(check('target', false), check('correct', true))])).toBe(true);
  expect(isGood([reportOf(check('correct', false))])).toBe(false);
  expect(isGood([reportOf(check('ratio', false))])).toBe(false);
});
