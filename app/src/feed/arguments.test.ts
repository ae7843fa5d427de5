import { readArguments } from './arguments';

const listening = { ipm: 40_001, corpora: 40_002, lab: 40_003 };

test.each([
  [['a.hl7'], { paths: ['a.hl7'], to: { host: '127.0.0.1', port: 40_002 } }],
  [['a', 'b', '--partner', 'lab'], { paths: ['a', 'b'], to: { host: '127.0.0.1', port: 40_003 } }],
  [
    ['a', '--to', 'tie.local:2575', '--rate', '2.5'],
    { paths: ['a'], to: { host: 'tie.local', port: 2575 }, rate: 2.5 },
  ],
  [['--to', '[::1]:2575', 'a'], { paths: ['a'], to: { host: '::1', port: 2575 } }],
])('%j', (args, read) => expect(readArguments(args, listening)).toStrictEqual(read));

test('where nothing listens yet the usual port is meant', () => {
  expect(readArguments(['a'], {}).to).toStrictEqual({ host: '127.0.0.1', port: 2576 });
});

test.each([
  [[], 'Use: npm run feed'],
  [['a', '--fast'], 'Use: npm run feed'],
  [['a', '--to', 'here'], '--to: must be'],
  [['a', '--to', 'here:99999'], '--to: must be'],
  [['a', '--rate', '0'], '--rate: must be'],
  [['a', '--rate', '-5'], '--rate: must be'],
  [['a', '--partner', 'nobody'], '--partner: is one of ipm, corpora, lab.'],
])('%j is refused', (args, message) => expect(() => readArguments(args, listening)).toThrow(message));
