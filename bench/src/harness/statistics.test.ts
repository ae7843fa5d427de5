import { median, percentilesOf, summaryOf } from './statistics';

it('takes the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toStrictEqual([2, 2.5]);
});

it('takes percentiles by nearest rank, and none of nothing', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentilesOf(hundred)).toStrictEqual({ p50: 50, p99: 99, p999: 100, max: 100, count: 100 });
  expect(percentilesOf([])).toBeUndefined();
});

it('sums up rounds by their median and their best', () => {
  const rounds = [100, 50, 200].map((wallMs) => ({ operations: 100, wallMs, cpuUs: wallMs * 10 }));
  expect(summaryOf(rounds)).toStrictEqual({
    rounds: 3,
    rate: { median: 1000, best: 2000 },
    microseconds: { median: 1000, min: 500 },
    cpuUsPerOperation: 10,
    latencyMs: undefined,
  });
});
