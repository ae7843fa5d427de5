import { until } from '@flow/platform/running/testing';
import type { Identity } from '@flow/platform/security/identity';
import { on } from './domain/testing/estate';
import { as, clerkOfA, clerkOfB, manager, startForTest, wall, type BedsInTest } from './testing/beds-in-test';
import { does, placeOf, tellTo, type Told } from './testing/telling';

let beds: BedsInTest;
let tell: ReturnType<typeof tellTo>;
beforeEach(async () => {
  beds = await startForTest();
  tell = tellTo(beds.first);
});
afterEach(async () => beds.close());

const serviceManager = as('service-manager');
const otherClerk: Identity = { ...clerkOfA, subject: 'wes' };

interface Task {
  readonly id: string;
  readonly kind: string;
  readonly version: string;
  readonly [field: string]: unknown;
}

const FIELDS = `id kind ownerRole suggestedFix ageMinutes status claimedBy claimedAt closedAt settledAs version wardId`;

async function listed(who: Identity, filter = ''): Promise<readonly Task[]> {
  const query = `{ bedTasks(first: 10${filter}) { totalCount nodes { ${FIELDS} } } }`;
  const { data, errors } = await beds.first.ask(who, query);
  if (errors) throw new Error(JSON.stringify(errors));
  return (data?.['bedTasks'] as { nodes: readonly Task[] }).nodes;
}

let keys = 0;

/** Works on a task by its mutation; the answer, or the code of the fault. */
async function works(who: Identity, mutation: string, input: object): Promise<Record<string, unknown>> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`.replace('BedTask', 'TaskInput');
  const document = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) {
    __typename ... on BedTaskDone { changed task { ${FIELDS} } } ... on TaskRefusal { code message by at } } }`;
  keys += 1;
  const { data, errors } = await beds.first.ask(who, document, { input: { idempotencyKey: `key-${keys}`, ...input } });
  if (errors) return { fault: errors[0]?.extensions?.['code'] };
  return data?.['done'] as Record<string, unknown>;
}

/** Somebody whom iPM has not told of: a task that closes by itself, of ward A1. */
async function provisional(): Promise<{ readonly task: Task; readonly stayId: string }> {
  const done = await does(beds.first, clerkOfA, 'admitPatient', { patientId: 'amal', to: { bedId: 'A1-01' } });
  await until(async () => (await listed(manager)).length === 1);
  const [task] = await listed(manager);
  return { task: task!, stayId: done.stayIds[0]! };
}

/** A visit that iPM has deleted: a task that people close. */
async function deleted(): Promise<Task> {
  await tell('ADMITTED', '08:00', 'bryn', { place: placeOf('B2-01') });
  const told: Told = await tell('VISIT_DELETED', '08:30', 'bryn');
  await until(async () => (await listed(manager)).some(({ id }) => told.tasks.includes(id)));
  return (await listed(manager)).find(({ id }) => told.tasks.includes(id))!;
}

it('a task says what it is about, how old it is, and whose', async () => {
  const { task } = await provisional();
  beds.clock.set(on('09:45'));
  expect(await listed(clerkOfA)).toStrictEqual([
    {
      ...{
        id: task.id,
        kind: 'provisional-stay',
        ownerRole: 'WARD_CLERK',
        suggestedFix: 'ADMIT_IN_IPM',
        ageMinutes: 45,
      },
      ...{
        status: 'OPEN',
        claimedBy: null,
        claimedAt: null,
        closedAt: null,
        settledAs: null,
        version: 't1',
        wardId: 'A1',
      },
    },
  ]);
});

describe('a claim', () => {
  it('is seen by all, is found by whose it is, and is done once for its key', async () => {
    const { task } = await provisional();
    const input = { taskId: task.id, expectedVersion: task.version, idempotencyKey: 'one' };
    const done = await works(clerkOfA, 'claimBedTask', input);
    const claimed = {
      status: 'OPEN',
      claimedBy: 'ward-clerk',
      claimedAt: '2026-02-03T09:00:00.000+00:00',
      version: 't2',
    };
    expect(done).toMatchObject({ __typename: 'BedTaskDone', changed: true, task: claimed });
    expect(await works(clerkOfA, 'claimBedTask', input)).toMatchObject({ changed: false, task: claimed });
    await until(async () => (await listed(otherClerk, ', claimed: ANYBODY')).length === 1);
    expect(await listed(otherClerk)).toMatchObject([claimed]);
    const found = async (who: Identity, filter: string) => (await listed(who, `, ${filter}`)).length;
    expect(await Promise.all(['MINE', 'NOBODY'].map((whose) => found(clerkOfA, `claimed: ${whose}`)))).toStrictEqual([
      1, 0,
    ]);
    expect(await found(otherClerk, 'claimed: MINE')).toBe(0);
    expect(await found(clerkOfA, 'ownerRole: WARD_CLERK, kind: "provisional-stay"')).toBe(1);
    expect(await found(clerkOfA, 'ownerRole: BED_MANAGER')).toBe(0);
    expect(await found(clerkOfA, 'kind: "bed-taken"')).toBe(0);
  });

  it('of somebody else is refused with who and since when, unless one may take over and says so', async () => {
    const { task } = await provisional();
    const input = { taskId: task.id };
    await works(clerkOfA, 'claimBedTask', input);
    const refusal = { code: 'TASK_CLAIMED_BY_ANOTHER', by: 'ward-clerk', at: '2026-02-03T09:00:00.000+00:00' };
    expect(await works(otherClerk, 'claimBedTask', input)).toMatchObject(refusal);
    expect(await works(manager, 'claimBedTask', input)).toMatchObject(refusal);
    expect(await works(otherClerk, 'claimBedTask', { ...input, takeOver: true })).toStrictEqual({ fault: 'FORBIDDEN' });
    expect(await works(otherClerk, 'releaseBedTask', input)).toMatchObject(refusal);
    const taken = await works(manager, 'claimBedTask', { ...input, takeOver: true });
    expect(taken).toMatchObject({ changed: true, task: { claimedBy: 'bed-manager' } });
    expect(await works(serviceManager, 'releaseBedTask', input)).toMatchObject({ task: { claimedBy: null } });
    expect(await works(otherClerk, 'claimBedTask', input)).toMatchObject({ task: { claimedBy: 'wes' } });
    expect(await works(otherClerk, 'releaseBedTask', input)).toMatchObject({
      changed: true,
      task: { claimedBy: null },
    });
  });

  it('lapses after 12 hours, so that no task stays with somebody who went home', async () => {
    const { task } = await provisional();
    await works(clerkOfA, 'claimBedTask', { taskId: task.id });
    await until(async () => (await listed(clerkOfA, ', claimed: MINE')).length === 1);
    beds.clock.set(on('21:00'));
    expect(await listed(clerkOfA, ', claimed: MINE')).toStrictEqual([]);
    expect(await listed(clerkOfA, ', claimed: NOBODY')).toMatchObject([{ claimedBy: null, claimedAt: null }]);
    expect(await works(otherClerk, 'claimBedTask', { taskId: task.id })).toMatchObject({ task: { claimedBy: 'wes' } });
  });

  it('ends with its task, which is not claimed any more', async () => {
    const { task, stayId } = await provisional();
    await works(clerkOfA, 'claimBedTask', { taskId: task.id });
    await does(beds.first, clerkOfA, 'cancelAdmission', { stayId });
    await until(async () => (await listed(manager, ', status: CLOSED')).length === 1);
    expect(await listed(manager, ', status: CLOSED')).toMatchObject([
      { status: 'CLOSED', claimedBy: null, closedAt: '2026-02-03T09:00:00.000+00:00', settledAs: null },
    ]);
    expect(await works(manager, 'claimBedTask', { taskId: task.id })).toMatchObject({
      ...{ __typename: 'TaskRefusal', code: 'TASK_CLOSED', at: '2026-02-03T09:00:00.000+00:00' },
    });
  });

  it('of a task that has changed since it was seen is refused, and who changed it is told', async () => {
    const { task } = await provisional();
    await works(clerkOfA, 'claimBedTask', { taskId: task.id });
    await works(clerkOfA, 'releaseBedTask', { taskId: task.id });
    const input = { taskId: task.id, expectedVersion: task.version };
    expect(await works(otherClerk, 'claimBedTask', input)).toMatchObject({ code: 'TASK_CHANGED', by: 'ward-clerk' });
    const wrong = { taskId: task.id, expectedVersion: 'r7' };
    expect(await works(otherClerk, 'claimBedTask', wrong)).toMatchObject({ code: 'INVALID_INPUT' });
  });
});

it('whose ward it is not, does not find the task; whose role it is not, may not ask', async () => {
  const { task } = await provisional();
  expect(await listed(clerkOfB)).toStrictEqual([]);
  for (const mutation of ['claimBedTask', 'releaseBedTask']) {
    expect(await works(clerkOfB, mutation, { taskId: task.id })).toStrictEqual({ fault: 'NOT_FOUND' });
    expect(await works(clerkOfA, mutation, { taskId: 'nowhere' })).toStrictEqual({ fault: 'NOT_FOUND' });
    expect(await works(clerkOfA, mutation, { taskId: 'no id!' })).toStrictEqual({ fault: 'NOT_FOUND' });
    expect(await works(wall, mutation, { taskId: task.id })).toStrictEqual({ fault: 'FORBIDDEN' });
  }
});

describe('a task that people close', () => {
  it('is settled by hand with what they found, once', async () => {
    const task = await deleted();
    expect(task).toMatchObject({ kind: 'visit-deleted', ownerRole: 'SERVICE_MANAGER' });
    const input = { taskId: task.id, expectedVersion: task.version, reason: 'CORRECTED_IN_IPM', idempotencyKey: 'two' };
    const settled = { status: 'CLOSED', settledAs: 'CORRECTED_IN_IPM', closedAt: '2026-02-03T09:00:00.000+00:00' };
    expect(await works(serviceManager, 'settleBedTask', input)).toMatchObject({ changed: true, task: settled });
    expect(await works(serviceManager, 'settleBedTask', input)).toMatchObject({ changed: false, task: settled });
    await until(async () => (await listed(manager, ', status: CLOSED')).length === 1);
    expect(await listed(manager, ', status: CLOSED')).toMatchObject([settled]);
  });

  it('is not one that closes by itself', async () => {
    const { task } = await provisional();
    const refused = await works(manager, 'settleBedTask', { taskId: task.id, reason: 'CHECKED' });
    expect(refused).toMatchObject({ __typename: 'TaskRefusal', code: 'CLOSES_BY_ITSELF' });
    expect(refused['message']).toContain('iPM tells of the stay, or the admission is taken back.');
  });
});
