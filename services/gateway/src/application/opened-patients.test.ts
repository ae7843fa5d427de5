import type { Clock } from '@flow/platform/time/clock';
import { instant, type Instant } from '@flow/platform/time/instant';
import { createOpenedPatients } from './opened-patients';

const wes = {
  subject: 'wes',
  roles: ['ward-clerk'],
  scope: { sites: 'all', wards: 'all', specialties: 'all' },
} as const;

describe('whom somebody has opened', () => {
  let now: Instant;
  const clock: Clock = { now: () => now, monotonicMs: () => 0 };
  beforeEach(() => {
    now = instant('2026-03-02T10:00:00.000Z');
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  const until = (text: string) => ({ user: 'wes', patientIds: ['p1'], until: instant(text) });
  function pass(text: string): void {
    const ms = Date.parse(text) - Date.parse(now);
    now = instant(text);
    jest.advanceTimersByTime(ms);
  }

  it('is theirs alone, for its time, and told when it begins and when it ends', () => {
    const opened = createOpenedPatients(clock);
    const told: string[] = [];
    opened.onChange((subject) => told.push(subject));
    opened.took(until('2026-03-02T11:00:00.000Z'));
    expect(opened.withOpened(wes).breakGlass).toStrictEqual(['p1']);
    expect(opened.withOpened({ ...wes, subject: 'ned' })).toStrictEqual({ ...wes, subject: 'ned' });
    expect(told).toStrictEqual(['wes']);
    pass('2026-03-02T11:00:00.000Z');
    expect([opened.withOpened(wes), told]).toStrictEqual([wes, ['wes', 'wes']]);
    opened.close();
  });

  it('lasts as long as the last opening of it, and is told the same twice', () => {
    const opened = createOpenedPatients(clock);
    const told: string[] = [];
    opened.onChange((subject) => told.push(subject));
    opened.took(until('2026-03-02T11:00:00.000Z'));
    opened.took(until('2026-03-02T11:00:00.000Z'));
    opened.took(until('2026-03-02T11:30:00.000Z'));
    pass('2026-03-02T11:00:00.000Z');
    expect(opened.withOpened(wes).breakGlass).toStrictEqual(['p1']);
    pass('2026-03-02T11:30:00.000Z');
    expect(opened.withOpened(wes)).toStrictEqual(wes);
    opened.close();
  });

  it('of events long past is nobody', () => {
    const opened = createOpenedPatients(clock);
    opened.took(until('2026-03-02T09:00:00.000Z'));
    expect(opened.withOpened(wes)).toStrictEqual(wes);
    opened.close();
  });
});
