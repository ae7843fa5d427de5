import { consuming } from '@flow/platform/bus/testing';
import { patientChangedV1 } from '@flow/schema/events/patients/patient-changed.v1';
import { patientMergedV1 } from '@flow/schema/events/patients/patient-merged.v1';
import { patientRegisteredV1 } from '@flow/schema/events/patients/patient-registered.v1';
import { z } from 'zod';
import { startForTest, type PatientsInTest } from './testing/patients-in-test';
import { khan, numbered, tellingTo } from './testing/tellings';

const anyOfThem = z.discriminatedUnion('type', [patientRegisteredV1, patientChangedV1, patientMergedV1]);

let patients: PatientsInTest;
beforeEach(async () => {
  patients = await startForTest(2);
});
afterEach(async () => patients.close());

it('others are told which patients are new, changed and merged, and nothing of who they are', async () => {
  const tell = tellingTo(patients);
  await tell.person(1, { ...khan, hospitalNumber: numbered('B200') });
  await tell.person(2, { ...khan, hospitalNumber: numbered('B200') });
  const { survivorId, retiredId } = await tell.merge(3, { hospitalNumber: numbered('A100') }, numbered('B200'));
  const consumption = consuming(patients.engines.bus, { group: 'test', topics: ['patients'] });
  const messages = await consumption.until((all) => new Set(all.map(({ headers }) => headers['event-id'])).size === 5);
  await consumption.stop();
  const told = [...new Set(messages.map(({ value }) => value))].map((text) => anyOfThem.parse(JSON.parse(text)));
  const of = (id: string) =>
    told
      .filter(({ subject }) => subject === id)
      .map(({ type, revision, previous }) => [/[a-z-]+(?=\.v1$)/.exec(type)?.[0], revision, previous]);
  // Between a patient's first details and the merge something was confirmed, which nobody else needs to know.
  expect(of(retiredId)).toStrictEqual([
    ['patient-registered', 0, null],
    ['patient-changed', 1, 0],
    ['patient-merged', 3, 1],
  ]);
  expect(of(survivorId)).toStrictEqual([
    ['patient-registered', 0, null],
    ['patient-changed', 1, 0],
  ]);
  expect(messages.every(({ key, value }) => value.includes(`"subject":"${key}"`))).toBe(true);
  expect(messages.map(({ value }) => value).join()).not.toMatch(/Khan|Amal|9990000018|A100|B200/);
});
