import { instant } from '@flow/platform/time/instant';
import { ageLines } from './age-lines';
import type { Age } from './board-document';

const NOW = instant('2026-11-29T16:12:40.000Z');
const lastHeard = (lastHeardAt: string | null, completeUpTo: string | null, ...reasons: string[]): Age => ({
  ...{ at: NOW, completeUpTo, lastHeardAt, reasons },
});
const told = (age: Age, now = NOW) => ageLines(age, now, 80);

describe('the age of a board', () => {
  it('cannot be overlooked when it is of yesterday, at an hour that today had as well', () => {
    const yesterday = '2026-11-28T14:12:25.000Z';
    expect(told(lastHeard(yesterday, yesterday, 'LINK_DOWN'))).toStrictEqual({
      alarm: 'OLD: 26 h. What has happened since is not on this board.',
      lines: ['Complete up to 28 Nov 14:12:25, 26 h ago (link down)', 'Last heard at 28 Nov 14:12:25, 26 h ago'],
    });
  });

  it('is a time alone while it is fresh, and says when a partner was silent for long', () => {
    expect(told(lastHeard('2026-11-29T16:12:30.000Z', '2026-11-29T16:12:38.000Z'))).toStrictEqual({
      lines: ['Complete up to 16:12:38, last heard at 16:12:30'],
    });
    expect(told(lastHeard('2026-11-29T14:02:30.000Z', '2026-11-29T16:12:38.000Z'))).toStrictEqual({
      lines: ['Complete up to 16:12:38, last heard at 14:02:30, 2 h 10 min ago'],
    });
  });

  it.each([
    ['2026-11-29T16:07:40.000Z', '16:07:40, 5 min ago'],
    ['2026-11-29T00:00:00.000Z', '00:00:00, 16 h ago'],
    ['2026-11-28T23:59:59.000Z', '28 Nov 23:59:59, 16 h ago'],
    ['2026-11-20T09:00:00.000Z', '20 Nov 09:00:00, 9 days ago'],
    ['2025-07-01T11:03:04.000Z', '1 Jul 2025 12:03:04, 516 days ago'],
  ])('tells %s as nobody can take it for another', (at, text) =>
    expect(told(lastHeard(null, at)).lines).toStrictEqual([`Complete up to ${text}`]),
  );

  it('takes midnight for London’s, and the hour that the clocks have twice for which it is', () => {
    const afterMidnight = instant('2026-07-01T23:05:00.000Z');
    const before = { ...lastHeard(null, '2026-07-01T22:55:00.000Z'), at: afterMidnight };
    expect(told(before, afterMidnight).lines).toStrictEqual(['Complete up to 1 Jul 23:55:00, 10 min ago']);
    const second = instant('2026-10-25T01:30:00.000Z');
    const first = { ...lastHeard(null, '2026-10-25T00:30:00.000Z'), at: second };
    expect(told(first, second).lines).toStrictEqual(['Complete up to 01:30:00, 1 h 0 min ago']);
  });

  it('says of a time that has not come that a clock is wrong', () => {
    expect(told(lastHeard('2026-11-29T16:12:30.000Z', '2026-11-29T16:30:45.000Z'))).toStrictEqual({
      alarm: 'This board is 18 min AHEAD of this machine’s clock: one of the clocks is wrong.',
      lines: ['Complete up to 16:30:45, IN THE FUTURE by 18 min, last heard at 16:12:30'],
    });
    const ofOtherClock = { ...lastHeard(null, '2026-11-29T16:12:45.000Z'), at: '2026-11-29T16:12:45.000Z' };
    expect(told(ofOtherClock)).toStrictEqual({ lines: ['Complete up to 16:12:45'] });
  });

  it('is not made young by a machine whose clock is slow', () => {
    const age = { ...lastHeard(null, '2026-11-29T13:00:00.000Z'), at: '2026-11-29T16:12:40.000Z' };
    expect(told(age, instant('2026-11-29T13:01:00.000Z')).alarm).toContain('OLD: 3 h 12 min');
  });
});
