import { createRates } from './rates';

it('lets so many come at once, and then as many as the rate fills up, each subject by itself', () => {
  let ms = 0;
  const clock = { now: () => '2026-01-01T00:00:00.000Z' as never, monotonicMs: () => ms };
  const rates = createRates({ burst: 2, perSecond: 10 }, clock);
  expect([rates.take('bea'), rates.take('bea'), rates.take('bea')]).toStrictEqual([0, 0, 100]);
  expect(rates.take('wes')).toBe(0);
  ms = 100;
  expect([rates.take('bea'), rates.take('bea')]).toStrictEqual([0, 100]);
  ms = 100_000;
  expect([rates.take('bea'), rates.take('bea'), rates.take('bea')]).toStrictEqual([0, 0, 100]);
});
