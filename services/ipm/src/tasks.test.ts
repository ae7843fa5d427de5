import { until } from '@flow/platform/running/testing';
import type { Role } from '@flow/platform/security/identity';
import { ends } from './testing/asked';
import { adt, framed } from './testing/messages';
import { openTestSite, type TestIpm, type TestSite } from './testing/running-ipm';

let site: TestSite;
let ipm: TestIpm;
beforeEach(async () => {
  site = await openTestSite();
  ipm = await site.start();
});
afterEach(() => site.close());

interface Task {
  readonly id: string;
  readonly [field: string]: unknown;
}

const ina = { subject: 'ina', roles: ['integration-operator'] } as const;
const ivo = { subject: 'ivo', roles: ['integration-operator'] } as const;
const sam = { subject: 'sam', roles: ['service-manager'] } as const;
type Who = { readonly subject: string; readonly roles: readonly Role[] };

const FIELDS = 'id kind ownerRole status claimedBy settledAs settledByHand version';

async function listed(filter: string): Promise<readonly Task[]> {
  const { data } = await ipm.ask(`{ ipmTasks(first: 10, ${filter}) { nodes { ${FIELDS} } } }`, {}, ina);
  return (data['ipmTasks'] as { nodes: readonly Task[] }).nodes;
}

let keys = 0;
async function works(who: Who, mutation: string, input: object): Promise<Record<string, unknown>> {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}`.replace('InterfaceTask', 'TaskInput');
  const document = `mutation ($input: ${type}!) { done: ${mutation}(input: $input) {
    __typename ... on InterfaceTaskDone { changed task { ${FIELDS} } } ... on TaskRefusal { code message by at } } }`;
  keys += 1;
  const { data } = await ipm.ask(document, { input: { idempotencyKey: `key-${keys}`, ...input } }, who);
  return data['done'] as Record<string, unknown>;
}

/** The task of the kind, once a message has raised it. */
async function raisedBy(message: string, kind: string): Promise<Task> {
  const peer = await ipm.connect();
  await peer.send(framed(message));
  await ends(ipm, 1);
  await until(async () => (await listed(`kind: "${kind}"`)).length === 1);
  return (await listed(`kind: "${kind}"`))[0]!;
}
const unmapped = () => raisedBy(adt('A01', 'N1', { controlId: 'C1', ward: 'B2' }), 'place-unmapped');

it('a claim is one person’s, until it is taken over or released', async () => {
  const { id: taskId, version } = await unmapped();
  const claim = { taskId, expectedVersion: version, idempotencyKey: 'one' };
  expect(await works(ina, 'claimInterfaceTask', claim)).toMatchObject({ changed: true, task: { claimedBy: 'ina' } });
  expect(await works(ina, 'claimInterfaceTask', claim)).toMatchObject({ changed: false, task: { claimedBy: 'ina' } });
  const another = { __typename: 'TaskRefusal', code: 'TASK_CLAIMED_BY_ANOTHER', by: 'ina' };
  expect(await works(ivo, 'claimInterfaceTask', { taskId })).toMatchObject(another);
  expect(await works(ivo, 'releaseInterfaceTask', { taskId })).toMatchObject(another);
  await expect(works(ivo, 'claimInterfaceTask', { taskId, takeOver: true })).rejects.toThrow('role does not allow');
  expect(await works(sam, 'claimInterfaceTask', { taskId, takeOver: true })).toMatchObject({
    task: { claimedBy: 'sam' },
  });
  await until(async () => (await listed('claimed: MINE')).length === 0);
  expect(await listed('claimed: ANYBODY')).toMatchObject([{ claimedBy: 'sam' }]);
  expect(await works(sam, 'releaseInterfaceTask', { taskId })).toMatchObject({ task: { claimedBy: null } });
  const clerk = { subject: 'wes', roles: ['ward-clerk'] } as const;
  await expect(works(clerk, 'claimInterfaceTask', { taskId })).rejects.toThrow('role does not allow');
  await expect(works(ina, 'claimInterfaceTask', { taskId: 'nothing' })).rejects.toThrow('does not exist');
});

it('an unmapped place closes by itself, claim and all, as soon as the map knows it', async () => {
  const { id: taskId } = await unmapped();
  await works(ina, 'claimInterfaceTask', { taskId });
  expect(await works(ina, 'settleInterfaceTask', { taskId, reason: 'CHECKED' })).toMatchObject({
    code: 'CLOSES_BY_ITSELF',
  });
  await site.configure({ location: { places: [{ ward: 'B2', wardId: 'B2' }] } });
  await until(async () => (await listed('status: CLOSED')).length === 1);
  expect(await listed('status: CLOSED')).toMatchObject([{ id: taskId, claimedBy: null, settledAs: null }]);
  expect(await works(ina, 'claimInterfaceTask', { taskId })).toMatchObject({ code: 'TASK_CLOSED' });
});

it('a person whom iPM deleted is looked at by people, who say what they found', async () => {
  const task = await raisedBy(adt('A29', 'N1', { controlId: 'C1' }), 'person-delete-told');
  expect(task).toMatchObject({ ownerRole: 'SERVICE_MANAGER', settledByHand: true });
  const settle = { taskId: task.id, reason: 'NOT_A_PROBLEM', idempotencyKey: 'two' };
  const settled = { status: 'CLOSED', settledAs: 'NOT_A_PROBLEM' };
  expect(await works(sam, 'settleInterfaceTask', settle)).toMatchObject({ changed: true, task: settled });
  expect(await works(sam, 'settleInterfaceTask', settle)).toMatchObject({ changed: false, task: settled });
  await until(async () => (await listed('status: CLOSED')).length === 1);
});
