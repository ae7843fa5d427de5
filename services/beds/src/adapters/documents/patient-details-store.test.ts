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

it('takes none of those who were dropped, whoever has asked for them before, and forgets that in its time', async () => {
  const engines = await openTestEngines({ hostile: false });
  const store = await openPatientDetailsStore(engines.documents, () => '2026-03-01T00:00:00.000Z');
  await store.keep(amal);
  await store.drop(['amal', 'bryn']);
  await store.keep({ ...amal, revision: 4 });
  await store.keep({ ...amal, patientId: 'bryn' });
  await store.drop(['amal', 'bryn']);
  expect(await store.find(['amal', 'bryn'])).toStrictEqual([]);
  const held = await (await engines.documents.collection('beds_patients', [])).find({}, { limit: 9 });
  expect(held.map((document) => Object.keys(document).sort())).toStrictEqual(
    [1, 2].map(() => ['_id', 'dropped', 'keptUntil', 'revision']),
  );
  expect(await store.forgetBefore('2026-03-01T00:00:00.001Z')).toBe(2);
  await engines.close();
});
