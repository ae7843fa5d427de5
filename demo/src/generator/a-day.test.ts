import { between, fill } from './a-day';
import { openPas, type HospitalDaysOptions } from './hospital-days';
import { testNhsNumber } from './invented-people';
import type { PasState, WardPlan } from './simulated-pas';

const ward = (code: string, specialty: string, beds: number): WardPlan => ({
  code,
  siteOds: 'RXX01',
  name: `Ward ${code}`,
  kind: 'ward',
  specialty,
  sex: '8',
  child: false,
  critical: false,
  capacity: beds,
  beds: Array.from({ length: beds }, (_, index) => ({
    code: `${code}-${index + 1}`,
    told: String(index + 1),
    bay: `${code}-1`,
    sex: '8' as const,
  })),
});
const wards = [ward('A1', '300', 30), ward('B1', '100', 30), ward('B6', '110', 20)];
const londonText = (ms: number) => new Date(ms).toISOString().replace(/\D/g, '').slice(0, 14);
const options: HospitalDaysOptions = { wards, seed: 7, londonText };
const monday = Date.parse('2026-01-05T00:00:00.000Z');
const DAY = 86_400_000;

function run(seed: number, days: number) {
  const pas = openPas({ ...options, seed });
  const filled = [...fill(pas, monday)];
  const lived = [...between(pas, monday, monday + days * DAY)];
  return { pas, filled, lived };
}

const kinds = (happenings: readonly { what: string }[]) => new Set(happenings.map(({ what }) => what));

it('gives the same days for the same seed, and others for another', () => {
  const messages = (seed: number) => run(seed, 2).lived.flatMap((happening) => happening.messages);
  expect(messages(3)).toEqual(messages(3));
  expect(messages(3)).not.toEqual(messages(4));
});

it('fills the hospital to its usual occupancy', () => {
  const { pas, filled } = run(1, 0);
  expect(Object.keys(pas.state.visits)).toHaveLength(74);
  expect(filled.length).toBe(74);
});

it('has every kind of happening within some weeks', () =>
  expect(kinds(run(2, 40).lived)).toEqual(
    new Set([
      'admission',
      'outlier',
      'transfer',
      'transfer cancelled',
      'discharge',
      'discharge cancelled',
      'admission cancelled',
      'correction',
      'demographic update',
      'discharge planned',
      'leave',
      'return from leave',
      'swap',
      'merge',
    ]),
  ));

it('never puts two patients in one bed', () => {
  const pas = openPas(options);
  const beds = () => Object.values(pas.state.visits).flatMap(({ bed }) => (bed === undefined ? [] : [bed]));
  for (const happening of fill(pas, monday))
    expect([happening.what, new Set(beds()).size]).toEqual([happening.what, beds().length]);
  for (const { what } of between(pas, monday, monday + 10 * DAY))
    expect([what, new Set(beds()).size]).toEqual([what, beds().length]);
});

it('discharges by day and moves by night too', () => {
  const hours = (what: string) =>
    run(5, 20)
      .lived.filter((each) => each.what === what)
      .map(({ atMs }) => new Date(atMs).getUTCHours());
  expect(hours('discharge').filter((hour) => hour < 7)).toEqual([]);
  expect(hours('transfer').filter((hour) => hour >= 23 || hour < 6).length).toBeGreaterThan(0);
});

it('goes on from a kept state as if it had never stopped', () => {
  const whole = openPas(options);
  const halves = openPas(options);
  expect(Array.from(fill(whole, monday))).toEqual(Array.from(fill(halves, monday)));
  const kept = JSON.parse(JSON.stringify(halves.state)) as PasState;
  const resumed = openPas({ ...options, resume: kept });
  const day = (pas: typeof whole) => [...between(pas, monday, monday + DAY)].flatMap(({ messages }) => messages);
  expect(day(resumed)).toEqual(day(whole));
});

it('writes ADT as such a system sends it', () => {
  const [first] = run(1, 0)
    .filled.flatMap(({ messages }) => messages)
    .filter((message) => message.includes('ADT^A01'));
  const segments = (first ?? '').split('\r');
  expect(segments.map((segment) => segment.slice(0, 3))).toEqual(['MSH', 'EVN', 'PID', 'PD1', 'PV1', '']);
  expect(segments[0]).toMatch(
    /^MSH\|\^~\\&\|iPM\|iIE\|FLOW\|RXX\|\d{14}\|\|ADT\^A01\|D\d{11}\|P\|2\.4\|\d+\|\|AL\|NE\|\|UNICODE UTF-8$/,
  );
  expect(segments[2]).toMatch(/^PID\|1\|\|N\d{6}\^""\^\^RXX\^HOSP~999 \d{3} \d{4}\^NSTS01\^\^NHS\^NHS\|\|/);
});

it('invents NHS numbers of the test range only, each with its check digit and no two alike', () => {
  const numbers = Array.from({ length: 20_000 }, (_, index) => testNhsNumber(index));
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.every((number) => /^999\d{7}$/.test(number))).toBe(true);
  expect(testNhsNumber(1)).toBe('9990000018');
});

it('tells the ward alone where the PAS records no beds, and does not overfill it', () => {
  const unrecorded = { ...ward('A7', '430', 20), beds: [] };
  const pas = openPas({ ...options, wards: [...wards, unrecorded], seed: 5 });
  for (const happening of fill(pas, monday)) expect(happening.messages).not.toHaveLength(0);
  const there = Object.values(pas.state.visits).filter((visit) => visit.ward === 'A7');
  expect(there.length).toBeGreaterThan(5);
  expect(there.length).toBeLessThanOrEqual(18);
  expect(there.every(({ bed }) => bed === undefined)).toBe(true);
});
