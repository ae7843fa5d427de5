import { idsOfTrace, traceFrom, traceWithin } from './trace';

it('is a W3C traceparent, the same for the same id', () => {
  expect(traceFrom('m1')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  expect(traceFrom('m1')).toBe(traceFrom('m1'));
  expect(traceFrom('m1')).not.toBe(traceFrom('m2'));
});

it('begins within a caller’s trace with a span of its own, the same for the same id', () => {
  const caller = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  expect(traceWithin(caller, 'm1')).toBe(`00-${'a'.repeat(32)}-${traceFrom('m1').split('-')[2]}-00`);
  expect(traceWithin('no trace', 'm1')).toBe(traceFrom('m1'));
});

it.each(['', 'x', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`, `00-${'A'.repeat(32)}-${'b'.repeat(16)}-01`])(
  'knows that %j is no traceparent',
  (text) => expect(idsOfTrace(text)).toBeUndefined(),
);
