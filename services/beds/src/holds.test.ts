import { until } from '@flow/platform/running/testing';
import { clerkOfA, startForTest, type BedsInTest } from './testing/beds-in-test';
import { does, placeOf, tellTo } from './testing/telling';
import { bedIn, wardOn } from './testing/ward-board';

let beds: BedsInTest;
beforeEach(async () => {
  beds = await startForTest();
});
afterEach(async () => beds.close());

const ELECTIVE = { bedId: 'A1-01', until: '2026-02-03T18:00:00Z', reason: 'ELECTIVE' };
const hold = (more: object) => does(beds.first, clerkOfA, 'holdBed', { ...ELECTIVE, ...more });
const ward = (minVersion?: string) => wardOn(beds.first, 'A1', minVersion);

it('a bed is held for nobody whom the patients service does not know', async () => {
  beds.people.unknown.add('nobody');
  expect(await hold({ patientId: 'nobody' })).toMatchObject({ code: 'PATIENT_UNKNOWN' });
  expect(bedIn(await ward(), 'A1-01')).toMatchObject({ label: 'AVAILABLE', hold: null });
  expect((await ward()).age.reasons).toStrictEqual([]);
  expect((await hold({ patientId: 'amal' })).__typename).toBe('BedsActionDone');
});

it('a bed is held for three days at most, at once', async () => {
  expect(await hold({ until: '9999-12-31T00:00:00Z' })).toMatchObject({ code: 'HOLD_TOO_LONG' });
  expect(await hold({ until: '2026-02-06T09:00:01Z' })).toMatchObject({ code: 'HOLD_TOO_LONG' });
  const { holdId, version } = await hold({ until: '2026-02-06T09:00:00Z' });
  expect(bedIn(await ward(version), 'A1-01')).toMatchObject({ label: 'RESERVED' });
  beds.clock.set('2026-02-04T09:00:00.000Z' as ReturnType<typeof beds.clock.now>);
  expect(await hold({ holdId, until: '2026-02-07T09:00:00Z' })).toMatchObject({ __typename: 'BedsActionDone', holdId });
});

it('of whom the patients service knows nothing, no board waits for a name', async () => {
  beds.people.unknown.add('gone');
  const told = await tellTo(beds.first)('ADMITTED', '08:00', 'gone', { place: placeOf('A1-01') });
  await until(async () => (await ward(told.version)).age.reasons.length === 0);
  expect(bedIn(await ward(), 'A1-01')?.occupants).toMatchObject([{ stayId: told.stayId, family: null }]);
  const asked = beds.people.asked.length;
  const again = await tellTo(beds.first)('TRANSFERRED', '08:30', 'gone', { place: placeOf('A1-02') });
  await ward(again.version);
  expect(beds.people.asked).toHaveLength(asked);
});
