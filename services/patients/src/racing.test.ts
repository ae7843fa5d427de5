import { followUntil } from '@flow/platform/event-store/testing';
import { randomIds } from '@flow/platform/ids/ids';
import { systemClock } from '@flow/platform/time/clock';
import { storedNumberClaims } from './adapters/eventstore/number-claims';
import { contextOf } from './application/testing';
import { startForTest, type PatientsInTest } from './testing/patients-in-test';
import { NHS, numbered, tellingTo } from './testing/tellings';

let patients: PatientsInTest;
beforeEach(async () => {
  patients = await startForTest(2);
});
afterEach(async () => patients.close());

it('300 racing tellings of one number at two instances make one patient', async () => {
  const tell = tellingTo(patients);
  const told = await Promise.all(
    Array.from({ length: 300 }, (_, index) =>
      tell.person(
        index,
        { hospitalNumber: numbered('A100'), event: index % 2 === 0 ? 'A28' : 'A01', family: `K${index}` },
        index % 2,
      ),
    ),
  );
  expect(new Set(told.map(({ __typename }) => __typename))).toStrictEqual(new Set(['PersonTold']));
  expect(new Set(told.map(({ patientId }) => patientId)).size).toBe(1);
  expect(told.filter(({ created }) => created)).toHaveLength(1);
});

it('a claim whose patient was never registered is completed by the next telling', async () => {
  const { events: store, siteKey } = patients.engines;
  const claims = storedNumberClaims({ store, siteKey, clock: systemClock, ids: randomIds });
  const context = contextOf('claimed-before-a-crash');
  const claimed = await claims.ownerOf(numbered('A100'), context);
  expect(await claims.ownerOf(numbered('A100'), contextOf('another'))).toBe(claimed);
  const told = await tellingTo(patients).person(1, { hospitalNumber: numbered('A100'), family: 'Khan' });
  expect(told).toMatchObject({ patientId: claimed, created: true, changed: true });
});

it('no stream name, event type or claim shows a number', async () => {
  await tellingTo(patients).person(1, { hospitalNumber: numbered('A100'), nhsNumber: NHS });
  const { events: store } = patients.engines;
  const claims = await followUntil(store, { prefixes: ['identifier-'] }, (events) => events.length === 2);
  expect(JSON.stringify(claims)).not.toMatch(/A100|9990000018/);
  expect(claims.map(({ stream }) => stream)).toStrictEqual([
    expect.stringMatching(/^identifier-[0-9a-f]{64}$/),
    expect.stringMatching(/^identifier-[0-9a-f]{64}$/),
  ]);
});
