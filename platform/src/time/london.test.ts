import fc from 'fast-check';
import { fromZonedTime, toZonedTime } from 'date-fns-tz';
import { clockChangesOf, londonOffsetMinutes } from './clock-changes';
import { epochMsOf, instant, instantOfEpochMs, laterBy } from './instant';
import { localDate } from './local-date';
import {
  addLondonDays,
  londonDateOf,
  londonDateTime,
  londonTimeOf,
  londonWallClock,
  readLondon,
  startOfLondonDay,
} from './london';

const HOUR_MS = 3_600_000;
const SEED = 20_261_025;

const oracle = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/London', dateStyle: 'short', timeStyle: 'medium' });
const shownByOracle = (ms: number): string => oracle.format(ms).replace(' ', 'T');
const shown = (ms: number): string => londonWallClock(instantOfEpochMs(ms)).slice(0, 19);

describe('the table of clock changes', () => {
  it('agrees with the system library just before and at every change from 1972 to 2099', () => {
    for (let year = 1972; year <= 2099; year += 1) {
      const { forward, back } = clockChangesOf(year)!;
      for (const ms of [forward - 1000, forward, back - 1000, back]) expect(shown(ms)).toBe(shownByOracle(ms));
      expect([forward - 1, forward, back - 1, back].map(londonOffsetMinutes)).toStrictEqual([0, 60, 60, 0]);
    }
  });

  it('agrees with it at any moment, also where the table ends', () => {
    const anySecond = fc.integer({ min: Date.UTC(1900, 0, 1) / 1000, max: Date.UTC(2150, 0, 1) / 1000 });
    fc.assert(
      fc.property(anySecond, (second) => shown(second * 1000) === shownByOracle(second * 1000)),
      { seed: SEED, numRuns: 2000 },
    );
  });

  it('agrees with date-fns-tz on reading a wall time that exists once', () => {
    const anyMinute = fc.integer({ min: Date.UTC(1972, 0, 1) / 60_000, max: Date.UTC(2099, 0, 1) / 60_000 });
    fc.assert(
      fc.property(anyMinute, (minute) => {
        const local = new Date(minute * 60_000).toISOString().slice(0, 19);
        const reading = readLondon(local);
        return reading.kind !== 'one' || epochMsOf(reading.at) === fromZonedTime(local, 'Europe/London').getTime();
      }),
      { seed: SEED, numRuns: 2000 },
    );
    expect(toZonedTime('2026-07-01T08:30:00Z', 'Europe/London').getHours()).toBe(9);
  });

  it.each([
    [2025, '2025-03-30T01:00:00.000Z', '2025-10-26T01:00:00.000Z'],
    [2026, '2026-03-29T01:00:00.000Z', '2026-10-25T01:00:00.000Z'],
    [2027, '2027-03-28T01:00:00.000Z', '2027-10-31T01:00:00.000Z'],
    [2028, '2028-03-26T01:00:00.000Z', '2028-10-29T01:00:00.000Z'],
  ])('changes the clocks of %i', (year, forward, back) =>
    expect(clockChangesOf(year)).toStrictEqual({ forward: Date.parse(forward), back: Date.parse(back) }),
  );
});

describe('readLondon', () => {
  it.each([
    ['2026-01-14T09:30:00', { kind: 'one', at: '2026-01-14T09:30:00.000Z' }],
    ['2026-07-01 09:30', { kind: 'one', at: '2026-07-01T08:30:00.000Z' }],
    ['2026-03-29T00:59:59.999', { kind: 'one', at: '2026-03-29T00:59:59.999Z' }],
    ['2026-03-29T01:00', { kind: 'none' }],
    ['2026-03-29T01:59:59.999', { kind: 'none' }],
    ['2026-03-29T02:00', { kind: 'one', at: '2026-03-29T01:00:00.000Z' }],
    ['2026-10-25T00:59', { kind: 'one', at: '2026-10-24T23:59:00.000Z' }],
    ['2026-10-25T01:30', { kind: 'two', first: '2026-10-25T00:30:00.000Z', second: '2026-10-25T01:30:00.000Z' }],
    ['2026-10-25T02:00', { kind: 'one', at: '2026-10-25T02:00:00.000Z' }],
    ['2027-03-28T01:30', { kind: 'none' }],
    ['2027-10-31T01:30', { kind: 'two', first: '2027-10-31T00:30:00.000Z', second: '2027-10-31T01:30:00.000Z' }],
    ['2025-03-30T01:30', { kind: 'none' }],
    ['2025-10-26T01:30', { kind: 'two', first: '2025-10-26T00:30:00.000Z', second: '2025-10-26T01:30:00.000Z' }],
    ['1970-01-01T00:30', { kind: 'one', at: '1969-12-31T23:30:00.000Z' }],
    ['1900-01-01T00:00', { kind: 'one', at: '1900-01-01T00:00:00.000Z' }],
  ])('reads %s', (local, reading) => expect(readLondon(local)).toStrictEqual(reading));

  it.each(['2026-06-31T09:30', '2026-01-01T24:00', '2026-01-01', '2026-01-01T09:30Z', '2026-02-29T00:00', ''])(
    'refuses %p',
    (local) => expect(() => readLondon(local)).toThrow('Not a wall time'),
  );

  it('finds every instant again from what the clocks showed', () => {
    const anyMs = fc.integer({ min: Date.UTC(1972, 0, 1), max: Date.UTC(2099, 11, 31) });
    const nearAChange = fc
      .tuple(fc.integer({ min: 1972, max: 2099 }), fc.boolean(), fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS }))
      .map(([year, spring, by]) => clockChangesOf(year)![spring ? 'forward' : 'back'] + by);
    fc.assert(
      fc.property(fc.oneof(anyMs, nearAChange), (ms) => {
        const at = instantOfEpochMs(ms);
        const reading = readLondon(londonWallClock(at));
        return JSON.stringify(reading).includes(at);
      }),
      { seed: SEED, numRuns: 3000 },
    );
  });
});

describe('London days', () => {
  it.each([
    ['2026-03-29', '2026-03-29T00:00:00.000Z', 23],
    ['2026-10-25', '2026-10-24T23:00:00.000Z', 25],
    ['2026-12-31', '2026-12-31T00:00:00.000Z', 24],
    ['2026-07-01', '2026-06-30T23:00:00.000Z', 24],
    ['2027-03-28', '2027-03-28T00:00:00.000Z', 23],
    ['2027-10-31', '2027-10-30T23:00:00.000Z', 25],
  ])('begins %s at %s and gives it %i hours', (date, start, hours) => {
    const at = startOfLondonDay(localDate(date));
    expect(at).toBe(start);
    expect((epochMsOf(addLondonDays(at, 1)) - epochMsOf(at)) / HOUR_MS).toBe(hours);
    expect(londonDateOf(at)).toBe(date);
    expect(londonDateOf(laterBy(at, -1))).not.toBe(date);
    expect(londonTimeOf(at)).toBe('00:00');
  });

  it('counts days by the calendar and not by 24 hours', () => {
    expect(addLondonDays(instant('2026-03-28T09:30:00.000Z'), 1)).toBe('2026-03-29T08:30:00.000Z');
    expect(addLondonDays(instant('2026-10-26T09:30:00.000Z'), -1)).toBe('2026-10-25T09:30:00.000Z');
    expect(addLondonDays(instant('2026-10-24T08:30:00.000Z'), 1)).toBe('2026-10-25T09:30:00.000Z');
  });

  it('takes the later clock where the day lacks the hour, and the first where it has it twice', () => {
    expect(addLondonDays(instant('2026-03-28T01:30:00.000Z'), 1)).toBe('2026-03-29T01:30:00.000Z');
    expect(addLondonDays(instant('2026-10-24T00:30:00.000Z'), 1)).toBe('2026-10-25T00:30:00.000Z');
  });

  it('measures what passes over a change of the clocks', () => {
    const read = (local: string) => {
      const reading = readLondon(local);
      return reading.kind === 'one' ? epochMsOf(reading.at) : Number.NaN;
    };
    expect((read('2025-10-26T08:00') - read('2025-10-25T22:00')) / HOUR_MS).toBe(11);
    expect(londonWallClock(instantOfEpochMs(read('2025-03-30T00:10') + 4 * HOUR_MS))).toBe('2025-03-30T05:10:00.000');
    expect(londonDateTime(instantOfEpochMs(read('2025-10-26T00:30') + 4 * HOUR_MS))).toBe(
      '2025-10-26T03:30:00.000+00:00',
    );
  });
});

it.each([
  ['2026-07-01T08:30:00.000Z', '2026-07-01T09:30:00.000+01:00'],
  ['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000+01:00'],
  ['2026-10-25T01:30:00.000Z', '2026-10-25T01:30:00.000+00:00'],
  ['1970-06-01T00:00:00.000Z', '1970-06-01T01:00:00.000+01:00'],
  ['1800-06-01T00:00:00.000Z', '1800-06-01T00:00:00.000Z'],
])('writes %s with its offset', (at, text) => expect(londonDateTime(instant(at))).toBe(text));
