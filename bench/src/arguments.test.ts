import { readArguments } from './arguments';

const KNOWN = ['ack', 'store'];

it('runs everything in full unless told otherwise', () => {
  expect(readArguments([], KNOWN)).toStrictEqual({ suites: [], quick: false, engines: 'embedded', json: undefined });
});

it('takes suites and settings', () => {
  expect(readArguments(['store', '--quick', '--json', 'out.json', '--engines', 'real'], KNOWN)).toStrictEqual({
    ...{ suites: ['store'], quick: true, engines: 'real', json: 'out.json' },
  });
});

it.each([['--fast'], ['stores'], ['--quick', '--full']])('refuses %s with its usage', (...argv) => {
  expect(() => readArguments(argv, KNOWN)).toThrow(/npm run bench -- \[suite …\][^]*Suites: ack, store/);
});
