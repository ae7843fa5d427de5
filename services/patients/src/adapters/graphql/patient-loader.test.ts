import { createGraphContext } from '@flow/platform/graphql/create-graph-context';
import { randomIds } from '@flow/platform/ids/ids';
import { serviceIdentity } from '@flow/platform/security/identity';
import type { FoundPatient, PatientDirectory } from '../../application/ports';
import { patientId, type PatientId } from '../../domain/ids';
import { createPatientLoader } from './patient-loader';

const ids = Array.from({ length: 42 }, () => patientId(randomIds.next()));
const unknown = ids[7];

const found = (id: PatientId) => ({ patientId: id }) as FoundPatient;
const asking = () => createGraphContext({ identity: serviceIdentity('test'), correlationId: 'c' });

function counted() {
  const reads: number[] = [];
  const directory: PatientDirectory = {
    byIds(asked) {
      reads.push(asked.length);
      return Promise.resolve(asked.map((id) => (id === unknown ? undefined : found(id))));
    },
    byHospitalNumber: () => Promise.resolve(undefined),
    byNhsNumber: () => Promise.resolve(undefined),
  };
  return { reads, load: createPatientLoader(directory) };
}

it('reads the patients of one request at once, and answers each in its place', async () => {
  const { reads, load } = counted();
  const context = asking();
  const answers = await Promise.all([...ids, ...ids].map((id) => load(id, context)));
  expect(reads).toStrictEqual([42]);
  expect(answers.map((one) => one?.patientId ?? null)).toStrictEqual(
    [...ids, ...ids].map((id) => (id === unknown ? null : id)),
  );
});

it('keeps nothing of one request for another', async () => {
  const { reads, load } = counted();
  await load(ids[0]!, asking());
  await load(ids[0]!, asking());
  expect(reads).toStrictEqual([1, 1]);
});

it('asks nobody for a text that is no id', async () => {
  const { reads, load } = counted();
  expect(await load('9990000018', asking())).toBeNull();
  expect(reads).toStrictEqual([]);
});
