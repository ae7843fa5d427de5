import type { Identity } from '@flow/platform/security/identity';
import { may } from '@flow/schema/rights';
import { until } from '@flow/platform/running/testing';
import { BEDS_TASKS } from './domain/task/task-kinds';
import { as, clerkOfA, clerkOfB, manager, startForTest, type BedsInTest } from './testing/beds-in-test';
import { does, placeOf, tellTo } from './testing/telling';

let beds: BedsInTest;
let tell: ReturnType<typeof tellTo>;
beforeEach(async () => {
  beds = await startForTest();
  tell = tellTo(beds.first);
});
afterEach(async () => beds.close());

interface Listed {
  readonly kind: string;
  readonly wardId: string | null;
  readonly ownerRole: string;
}

async function tasksFor(who: Identity): Promise<readonly Listed[]> {
  const { data } = await beds.first.ask(who, '{ bedTasks { nodes { kind wardId ownerRole } } }');
  return (data?.['bedTasks'] as { nodes: Listed[] }).nodes;
}

/** Waits until somebody is asked for that. */
async function asked(who: Identity, kind: string): Promise<Listed> {
  let found: Listed | undefined;
  await until(async () => {
    found = (await tasksFor(who)).find((task) => task.kind === kind);
    return found !== undefined;
  });
  if (found === undefined) throw new Error(`Nobody is asked for ${kind}.`);
  return found;
}

const kindsFor = async (who: Identity) => (await tasksFor(who)).map(({ kind }) => kind);

it.each([...new Set(Object.values(BEDS_TASKS).map(({ ownerRole }) => ownerRole))])(
  'a %s, whose tasks there are, may see them',
  (role) => {
    expect(may([role], 'beds.see-tasks')).toBe(true);
  },
);

it('a discharge that iPM does not know of is asked of the ward that the patient left', async () => {
  const { stayId } = await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  await does(beds.first, manager, 'dischargePatient', { stayId });
  const kind = 'discharged-here-open-there';
  expect(await asked(clerkOfA, kind)).toStrictEqual({ kind, wardId: 'A1', ownerRole: 'WARD_CLERK' });
  expect(await kindsFor(clerkOfB)).toStrictEqual([]);
});

it('after a move of ours, the ward that the patient left is the one that we moved them to', async () => {
  const { stayId } = await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  await does(beds.first, manager, 'movePatient', { stayId, to: { bedId: 'B2-01' } });
  await does(beds.first, manager, 'dischargePatient', { stayId });
  expect(await asked(clerkOfB, 'discharged-here-open-there')).toMatchObject({ wardId: 'B2' });
  expect(await kindsFor(clerkOfA)).toStrictEqual([]);
});

it('an admission that was cancelled although the patient had moved is looked at where they were', async () => {
  await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  await tell('TRANSFERRED', '08:20', 'amal', { place: placeOf('B2-01') });
  await tell('ADMISSION_CANCELLED', '08:40', 'amal');
  expect(await asked(as('service-manager', ['B2']), 'cancelled-after-moves')).toMatchObject({ wardId: 'B2' });
});

it('two open stays are of concern to the wards of both', async () => {
  const visit = (number: string) => ({ visit: { authority: 'RXX', number } });
  await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01'), ...visit('1') });
  await tell('ADMITTED', '08:20', 'amal', { place: placeOf('B2-01'), ...visit('2') });
  const kind = 'two-open-stays';
  expect(await asked(as('bed-manager', ['A1']), kind)).toMatchObject({ wardId: 'A1' });
  expect(await asked(as('bed-manager', ['B2']), kind)).toMatchObject({ wardId: 'B2' });
});
