import { countIn, dayIn, momentIn, wordIn } from './option-values';

const WORDS = ['DUPLICATE', 'HELD', 'SKIPPED'] as const;

describe('the value of an option', () => {
  it('is what it may be', () => {
    expect(wordIn('status', 'HELD', WORDS)).toBe('HELD');
    expect(momentIn('from', '2026-01-31T08:00:00+01:00')).toBe('2026-01-31T08:00:00+01:00');
    expect(dayIn('from', '2026-01-31')).toBe('2026-01-31');
    expect(countIn('first', '100', 100)).toBe(100);
  });

  it.each([
    ['a word', () => wordIn('status', 'held', WORDS), '--status held: it may be DUPLICATE, HELD or SKIPPED.'],
    [
      'a moment',
      () => momentIn('from', '2026-01-31'),
      '--from 2026-01-31: it may be a date and time with seconds and offset, such as 2026-01-31T08:00:00Z.',
    ],
    ['a day', () => dayIn('to', '2026-02-30'), '--to 2026-02-30: it may be a day of the calendar, such as 2026-01-31.'],
    ['no number', () => countIn('first', 'ten', 100), '--first ten: it may be a whole number from 1 to 100.'],
    ['too high a number', () => countIn('first', '101', 100), '--first 101: it may be a whole number from 1 to 100.'],
  ])('is named with what it may be where %s is wrong', (_what, read, sentence) => {
    expect(read).toThrow(sentence);
  });
});
