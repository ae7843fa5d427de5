import { readTimestamp, writeTimestamp } from './timestamp';

test.each([
  ['2026', '2026-01-01T00:00:00.000', 'year'],
  ['202603', '2026-03-01T00:00:00.000', 'month'],
  ['19740613', '1974-06-13T00:00:00.000', 'day'],
  ['2026010510', '2026-01-05T10:00:00.000', 'hour'],
  ['202601051057', '2026-01-05T10:57:00.000', 'minute'],
  ['20260105105702', '2026-01-05T10:57:02.000', 'second'],
  ['20260105105702.1', '2026-01-05T10:57:02.100', 'second'],
  ['20260105105702.123456', '2026-01-05T10:57:02.123', 'second'],
  ['2025-05-05 23:23:32', '2025-05-05T23:23:32.000', 'second'],
  ['2025-05-05T23:23', '2025-05-05T23:23:00.000', 'minute'],
  [' 20240229 ', '2024-02-29T00:00:00.000', 'day'],
  ['19760121+', '1976-01-21T00:00:00.000', 'day'],
])('%s', (text, local, precision) => {
  expect(readTimestamp(text)).toStrictEqual({ kind: 'time', local, precision });
});

test.each([
  ['20260605105702+0000', 0],
  ['20260605105702.000+0100', 60],
  ['202606051057-0530', -330],
  ['20260605T105702Z', 0],
])('%s tells its offset', (text, offsetMinutes) => {
  expect(readTimestamp(text)).toMatchObject({ kind: 'time', offsetMinutes });
});

test.each(['000000000000', '00000000', '20260231', '20230229', '20261301', '2026010525', '202601051060', '20260631'])(
  '%s is no time',
  (text) => {
    expect(readTimestamp(text)).toStrictEqual({ kind: 'impossible' });
  },
);

test.each(['', 'tomorrow', '<%= date %>', '12', '05/01/2026'])('%j is not shaped like a time', (text) => {
  expect(readTimestamp(text)).toBeUndefined();
});

test('writes to the second without an offset', () => {
  expect(writeTimestamp('2026-01-05T10:57:02.999')).toBe('20260105105702');
});
