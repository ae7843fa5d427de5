import type { Identity } from '@flow/platform/security/identity';
import { ends } from './testing/asked';
import { adt, framed } from './testing/messages';
import { patientIdOf } from './testing/owner-peers';
import { openTestSite, type TestIpm, type TestSite } from './testing/running-ipm';
import { worked } from './testing/worked';

/** Who finds which messages, and who reads them, where some of them are about a patient whom only some may know. */
let site: TestSite;
let ipm: TestIpm;
beforeAll(async () => {
  site = await openTestSite();
  ipm = await site.start();
  site.owners.restricted.add('SECRET');
  const peer = await ipm.connect();
  await peer.send(framed(adt('A01', 'OPEN', { controlId: 'C1' })));
  await peer.send(framed(adt('A01', 'SECRET', { controlId: 'C2' })));
  await ends(ipm, 2);
  site.owners.refuse = () => 'IDENTIFIERS_CONFLICT';
  await peer.send(framed(adt('A02', 'SECRET', { controlId: 'C3' })));
  await peer.send(framed(adt('A02', 'OPEN', { controlId: 'C4' })));
  await peer.send(framed(adt('A02', 'NEW', { controlId: 'C5' }).replace('PV1|', 'ZU8||||Y\rPV1|')));
  await ends(ipm, 5);
});
afterAll(() => site.close());

const OPERATOR = {};
const BOTH: Partial<Identity> = { roles: ['integration-operator', 'bed-manager'] };
const CLERK: Partial<Identity> = {
  roles: ['integration-operator', 'ward-clerk'],
  scope: { sites: 'all', wards: ['A1'], specialties: 'all' },
};
const OPENED: Partial<Identity> = { breakGlass: [patientIdOf('SECRET')] };

interface Found {
  readonly nodes: readonly { readonly controlId: string; readonly content: string | null }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly startCursor: string | null };
}

async function find(filter: object, who: Partial<Identity>, first = 100) {
  const { data, shown } = await ipm.ask(
    `query ($filter: MessageFilterInput, $first: Int!) {
      messages(filter: $filter, first: $first) { nodes { controlId content } pageInfo { hasNextPage startCursor } }
    }`,
    { filter, first },
    who,
  );
  const { nodes, pageInfo } = data['messages'] as Found;
  return { found: nodes.map(({ controlId }) => controlId).sort(), nodes, pageInfo, shown };
}

const read = async (who: Partial<Identity>) =>
  (await find({}, who)).nodes
    .filter(({ content }) => content !== null)
    .map(({ controlId }) => controlId)
    .sort();

describe('the content of messages', () => {
  it.each([
    ['an operator', OPERATOR, ['C1', 'C4']],
    ['an operator who may know every restricted patient', BOTH, ['C1', 'C2', 'C3', 'C4', 'C5']],
    ['an operator who may know some of one ward alone', CLERK, ['C1', 'C4']],
    ['an operator who opened the patient by break-glass', OPENED, ['C1', 'C2', 'C3', 'C4']],
  ])('is read by %s: %#', async (_who, identity, controlIds) => {
    expect(await read(identity)).toStrictEqual(controlIds);
  });

  it('reports whom it shows, and nobody whom it withholds', async () => {
    expect(new Set((await find({}, OPERATOR)).shown)).toStrictEqual(new Set([patientIdOf('OPEN')]));
    expect((await find({}, OPENED)).shown).toContain(patientIdOf('SECRET'));
  });

  it('is not edited by whoever may not read it', async () => {
    const { data } = await ipm.ask('{ messages(filter: { controlId: "C3" }) { nodes { id version } } }');
    const { nodes } = data['messages'] as { nodes: readonly { id: string; version: string }[] };
    const text = adt('A02', 'SECRET', { controlId: 'C3', family: 'OTHER' });
    const edit = await worked(ipm, 'editAndReplayMessage', nodes[0]!, { text, reason: 'OTHER' });
    expect(edit).toMatchObject({ code: 'RESTRICTED' });
  });
});

describe('messages are found', () => {
  const byNumber = (value: string) => ({ patientNumber: { authority: 'RXX', value } });

  it.each([
    ['a number', byNumber('OPEN'), ['C1', 'C4']],
    ['a patient', { patientId: patientIdOf('OPEN') }, ['C1']],
    ['a reason', { reasons: ['PATIENTS_IDENTIFIERS_CONFLICT'] }, ['C3', 'C4', 'C5']],
    ['an event and a state', { messageType: 'ADT^A01', statuses: ['APPLIED'] }, ['C1', 'C2']],
    ['a time', { receivedTo: '2026-01-01T00:00:00Z' }, []],
  ])('by %s', async (_by, filter, controlIds) => {
    expect((await find(filter, OPERATOR)).found).toStrictEqual(controlIds);
  });

  it.each([
    ['the number', byNumber('SECRET'), ['C2', 'C3']],
    ['the id', { patientId: patientIdOf('SECRET') }, ['C2']],
  ])('of a restricted patient by %s only by those who may know them', async (_by, filter, controlIds) => {
    const nobody = await find(byNumber('NOBODY'), OPERATOR, 1);
    const hidden = await find(filter, OPERATOR, 1);
    expect(hidden).toStrictEqual(nobody);
    expect(nobody).toMatchObject({ found: [], pageInfo: { hasNextPage: false, startCursor: null } });
    for (const who of [BOTH, OPENED]) expect((await find(filter, who)).found).toStrictEqual(controlIds);
  });
});
