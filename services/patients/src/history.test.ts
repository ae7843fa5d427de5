import { caringIn } from './testing/caring';
import { lookingUpIn } from './testing/looking-up';
import { as, startForTest, type PatientsInTest } from './testing/patients-in-test';
import { khan, numbered, tellingTo } from './testing/tellings';

let patients: PatientsInTest;
let tell: ReturnType<typeof tellingTo>;
let patientId: string;
beforeEach(async () => {
  patients = await startForTest();
  tell = tellingTo(patients);
  ({ patientId } = await tell.person(1, khan));
});
afterEach(async () => patients.close());

interface Change {
  readonly patientId: string;
  readonly field: string;
  readonly previous: string | null;
  readonly value: string | null;
  readonly recordedBy: string;
}
const CHANGES = `nodes { patientId field previous value recordedBy origin } pageInfo { hasNextPage endCursor }`;
const HISTORY = `query ($id: ID!, $first: Int!, $after: String) { patientHistory(id: $id, first: $first, after: $after) { ${CHANGES} } }`;
interface HistoryPage {
  readonly nodes: readonly Change[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

async function history(revision: number, page: object = {}, who = as('service-manager')): Promise<HistoryPage> {
  await lookingUpIn(patients).once({ id: patientId }, revision);
  const answer = await patients.ask(HISTORY, { id: patientId, first: 100, ...page }, { identity: who });
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  return (answer.data as { readonly patientHistory: HistoryPage }).patientHistory;
}

it('says of each change what was before, who and when, the newest first', async () => {
  const told = await tell.person(2, { hospitalNumber: numbered('A100'), family: 'Rees', phoneMobile: null });
  await caringIn(patients).consent({ patientId, consents: [{ channel: 'SMS', consent: 'GIVEN' }] });
  await caringIn(patients).needs({ patientId, formats: ['BRAILLE', 'AUDIO'] });
  const { nodes } = await history(told.revision + 2);
  expect(nodes.slice(0, 4)).toMatchObject([
    { field: 'needs.formats', previous: null, value: 'AUDIO, BRAILLE', recordedBy: 'cora', origin: 'user' },
    { field: 'consent.sms', previous: null, value: 'given', recordedBy: 'cora' },
    { field: 'phoneMobile', previous: '07700 900001', value: null, recordedBy: 'ada', origin: 'ipm' },
    { field: 'family', previous: 'Khan', value: 'Rees', recordedBy: 'ada' },
  ]);
  expect(nodes.at(-1)).toMatchObject({ field: 'registered', value: 'RXX A100' });
});

it('comes in pages', async () => {
  const told = await tell.person(2, { hospitalNumber: numbered('A100'), family: 'Rees' });
  const { nodes } = await history(told.revision);
  const first = await history(told.revision, { first: 3 });
  const rest = await history(told.revision, { after: first.pageInfo.endCursor });
  expect(first.pageInfo.hasNextPage).toBe(true);
  expect([...first.nodes, ...rest.nodes]).toStrictEqual(nodes);
});

it('of a survivor has the changes of all records', async () => {
  const merged = await tell.merge(3, { hospitalNumber: numbered('B200'), family: 'Khan' }, numbered('A100'));
  const { nodes } = await history(merged.revision);
  expect(nodes.filter(({ field }) => field === 'family').map((change) => change.patientId)).toContain(patientId);
  expect(nodes).toContainEqual(expect.objectContaining({ field: 'merged', previous: null, value: merged.survivorId }));
});

it('of a restricted patient says nobody where they live', async () => {
  const told = await tell.person(2, { hospitalNumber: numbered('A100'), shielded: true });
  const { nodes } = await history(told.revision, {}, as('bed-manager'));
  expect(nodes).toContainEqual(expect.objectContaining({ field: 'family', value: 'Khan' }));
  expect(nodes).toContainEqual(expect.objectContaining({ field: 'address', previous: null, value: null }));
  expect(JSON.stringify(nodes)).not.toMatch(/Example Road|ZZ99|07700|Y00001/);
});
