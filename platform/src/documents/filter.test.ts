import { checkFilter } from './filter';

/** What a request body may hold where a text is expected. */
const INJECTED: readonly (readonly [string, object])[] = [
  ['code', { $where: 'sleep(1000)' }],
  ['an expression', { $expr: { $eq: [1, 1] } }],
  ['a pattern', { name: { $regex: '.*' } }],
  ['not', { name: { $not: { $eq: 'x' } } }],
  ['code in a condition', { name: { $function: { body: 'x', args: [], lang: 'js' } } }],
  ['an operator among values', { name: { $in: [{ $gt: '' }] } }],
];

it.each(INJECTED)('refuses an operator from outside: %s', (_what, filter) =>
  expect(() => checkFilter(filter)).toThrow(TypeError),
);

it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
  'refuses what every object has by its prototype: %s',
  (name) => expect(() => checkFilter({ name: Object.fromEntries([[name, {}]]) })).toThrow(TypeError),
);
