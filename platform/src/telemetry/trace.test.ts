import { traceFrom } from './trace';

it('is a W3C traceparent, the same for the same id', () => {
  expect(traceFrom('m1')).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
  expect(traceFrom('m1')).toBe(traceFrom('m1'));
  expect(traceFrom('m1')).not.toBe(traceFrom('m2'));
});
