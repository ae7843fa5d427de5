import { openTestEngines } from '@flow/platform/engines/testing';
import { openPatientDetailsStore } from './patient-details-store';

const amal = {
  ...{ patientId: 'amal', family: 'Khan', given: 'Amal', sex: '2', birthDate: '1980-01-02' },
  ...{ restricted: false, deceased: false, revision: 3 },
};

it('keeps the newest details, and lets them go at their time unless the patient is on a board again', async () => {
  const engines = await openTestEngines({ hostile: false });
  const store = await openPatientDetailsStore(engines.documents, () => '2026-03-01T00:00:00.000Z');
  await store.keep(amal);
  await store.keep({ ...amal, family: 'Older', revision: 2 });
  expect(await store.find(['amal', 'nobody'])).toStrictEqual([amal]);
  await store.keepUntil(['amal', 'nobody'], '2026-03-05T00:00:00.000Z');
  await store.keepUntil(['amal'], '2026-03-02T00:00:00.000Z');
  expect(await store.forgetBefore('2026-03-05T00:00:00.000Z')).toBe(0);
  expect(await store.forgetBefore('2026-03-05T00:00:00.001Z')).toBe(1);
  expect(await store.find(['amal'])).toStrictEqual([]);
  await engines.close();
});
