import type { Identity } from '@flow/platform/security/identity';
import { as, startForTest, until, type Answer, type PatientsInTest } from './testing/patients-in-test';
import { khan, numbered, tellingTo } from './testing/tellings';

let patients: PatientsInTest;
let tell: ReturnType<typeof tellingTo>;
beforeEach(async () => {
  patients = await startForTest();
  tell = tellingTo(patients);
});
afterEach(async () => patients.close());

const sam: Identity = { ...as('service-manager'), subject: 'sam' };
const ina: Identity = { ...as('integration-operator'), subject: 'ina' };
const ivo: Identity = { ...as('integration-operator'), subject: 'ivo' };

interface Task {
  readonly id: string;
  readonly [field: string]: unknown;
}
const FIELDS = 'id kind subjects status claimedBy settledAs version';

const ask = (filter: string): Promise<Answer> =>
  patients.ask(`{ patientTasks(first: 10, ${filter}) { nodes { ${FIELDS} } } }`, {}, { identity: ina });
const tasksIn = ({ data }: Answer): readonly Task[] =>
  (data?.['patientTasks'] as { readonly nodes: readonly Task[] }).nodes;
const listed = async (filter: string) =>
  tasksIn(
    await until(
      () => ask(filter),
      (answer) => tasksIn(answer).length === 1,
    ),
  );

let keys = 0;
async function works(identity: Identity, mutation: string, input: object): Promise<unknown> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`.replace('PatientTask', 'TaskInput');
  const document = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) {
    __typename ... on PatientTaskDone { changed task { ${FIELDS} } } ... on TaskRefusal { code message by at } } }`;
  keys += 1;
  const variables = { input: { idempotencyKey: `key-${keys}`, ...input } };
  const { data, errors } = await patients.ask(document, variables, { identity });
  return errors ? errors[0]?.extensions['code'] : (data as { readonly done: unknown }).done;
}

/** A number that cannot be one was told. */
async function refusedNumber(): Promise<Task> {
  await tell.person(1, { ...khan, hospitalNumber: numbered('A100'), nhsNumber: '9990000019' });
  const [task] = await listed('kind: "nhs-number-refused"');
  return task!;
}

it('a claim is one person’s, until it is taken over or released', async () => {
  const { id: taskId, version } = await refusedNumber();
  const claim = { taskId, expectedVersion: version, idempotencyKey: 'one' };
  expect(await works(ina, 'claimPatientTask', claim)).toMatchObject({ changed: true, task: { claimedBy: 'ina' } });
  expect(await works(ina, 'claimPatientTask', claim)).toMatchObject({ changed: false, task: { claimedBy: 'ina' } });
  const another = { __typename: 'TaskRefusal', code: 'TASK_CLAIMED_BY_ANOTHER', by: 'ina' };
  expect(await works(ivo, 'claimPatientTask', { taskId })).toMatchObject(another);
  expect(await works(ivo, 'releasePatientTask', { taskId })).toMatchObject(another);
  expect(await works(ivo, 'claimPatientTask', { taskId, takeOver: true })).toBe('FORBIDDEN');
  expect(await works(sam, 'claimPatientTask', { taskId, takeOver: true })).toMatchObject({
    task: { claimedBy: 'sam' },
  });
  expect(await listed('claimed: ANYBODY')).toMatchObject([{ id: taskId }]);
  expect(await works(sam, 'releasePatientTask', { taskId })).toMatchObject({ task: { claimedBy: null } });
  expect(await works(as('bed-manager'), 'claimPatientTask', { taskId })).toBe('FORBIDDEN');
  expect(await works(ina, 'claimPatientTask', { taskId: 'nothing' })).toBe('NOT_FOUND');
});

it('a refused number closes by itself, claim and all, as soon as one is taken; nobody closes it by hand', async () => {
  const { id: taskId } = await refusedNumber();
  await works(ina, 'claimPatientTask', { taskId });
  expect(await works(ina, 'settlePatientTask', { taskId, reason: 'CHECKED' })).toMatchObject({
    code: 'CLOSES_BY_ITSELF',
  });
  await tell.person(2, { ...khan, hospitalNumber: numbered('A100') });
  expect(await listed('status: CLOSED')).toMatchObject([{ id: taskId, claimedBy: null, settledAs: null }]);
  expect(await works(ina, 'claimPatientTask', { taskId })).toMatchObject({ code: 'TASK_CLOSED' });
});
