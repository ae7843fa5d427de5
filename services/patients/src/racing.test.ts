import { startForTest, type PatientsInTest } from './testing/patients-in-test';
import { numbered, tellingTo } from './testing/tellings';

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
