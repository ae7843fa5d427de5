import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { followUntil } from '@flow/platform/event-store/testing';
import { adt, merge, swap } from '../product/adt';
import { newFolder, removeFolder, startHere, type ProductHere } from '../product/product-here';
import { watchWard, type WatchedWard } from '../product/watched-ward';

interface BoardAnswer {
  readonly wardBoard: {
    readonly beds: readonly { readonly id: string; readonly label: string; readonly occupants: readonly unknown[] }[];
  } | null;
}
interface CountsAnswer {
  readonly hospitalBoard: { readonly totals: { readonly beds: number; readonly occupied: number } };
}
interface PatientAnswer {
  readonly patient: { readonly name: { readonly family: string }; readonly stays: readonly unknown[] };
}
interface Story {
  readonly status: string;
  readonly reply: { readonly code: string };
  readonly messageType: string;
  readonly history: readonly { readonly what: string; readonly outcome: string | null }[];
  readonly effects: readonly { readonly owner: string; readonly patientIds: readonly string[] }[];
  readonly content: string;
}
interface StoryAnswer {
  readonly messages: { readonly nodes: readonly Story[] };
}

const WARD = `query ($id: ID!) { wardBoard(wardId: $id) { beds { id label occupants { family patient { id } } } } }`;
const PATIENT = `{ patient(by: { hospitalNumber: { authority: "RXX", value: "P1" } }) { id name { family } stays { id } } }`;
const COUNTS = '{ hospitalBoard { totals { beds occupied } } }';
const STORY = `query ($id: String!) { messages(filter: { controlId: $id }) { nodes {
  status messageType reply { code } history { what outcome } effects { owner patientIds } content } } }`;

/** Who was shown whom, as it is written down now. */
async function auditIn(folder: string, enough: (events: readonly RecordedEvent[]) => boolean) {
  const engines = await openEmbeddedEngines({ folder });
  try {
    return await followUntil(engines.events, { prefixes: ['audit-'] }, enough);
  } finally {
    await engines.close();
  }
}
const isOf = (user: string, kind: string) => (event: RecordedEvent) =>
  event.data['class'] === kind && JSON.stringify(event.data['viewers']).includes(`"${user}"`);

describe.each(['in-process', 'http'])('from a message to a board, subgraphs %s', (SUBGRAPHS) => {
  let folder: string;
  let here: ProductHere;
  let board: WatchedWard;
  const closing: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    folder = await newFolder();
    closing.unshift(() => removeFolder(folder));
    here = await startHere(folder, { SUBGRAPHS });
    closing.unshift(() => here.stop());
    const { token } = await here.as('bea');
    board = await watchWard(here.http, token, 'W1');
    closing.unshift(() => board.close());
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });

  it('shows an admission, a transfer, a swap and a discharge, a moment after each message', async () => {
    await board.until({});
    const first = adt('A01', { controlId: 'J1', patient: 1, at: ['W1', '01'], when: '20260102090000' });
    expect(await here.tell(first)).toStrictEqual(['CA']);
    await board.until({ 'W1-01': 'Testperson1' });
    await here.tell(adt('A01', { controlId: 'J2', patient: 2, at: ['W1', '02'], when: '20260102090500' }));
    await board.until({ 'W1-01': 'Testperson1', 'W1-02': 'Testperson2' });
    const at = ['W1', '03'] as const;
    await here.tell(adt('A02', { controlId: 'J3', patient: 1, at, before: ['W1', '01'], when: '20260102100000' }));
    await board.until({ 'W1-02': 'Testperson2', 'W1-03': 'Testperson1' });
    const when = '20260102110000';
    await here.tell(
      swap(
        { controlId: 'J4', patient: 1, at: ['W1', '02'], before: ['W1', '03'], when },
        { controlId: 'J4', patient: 2, at: ['W1', '03'], before: ['W1', '02'], when },
      ),
    );
    await board.until({ 'W1-02': 'Testperson1', 'W1-03': 'Testperson2' });
    await here.tell(
      adt('A03', { controlId: 'J5', patient: 2, at: ['W1', '03'], when: '20260102120000', discharged: true }),
    );
    await board.until({ 'W1-02': 'Testperson1' });
    expect(board.bed('W1-03')?.label).toBe('AWAITING_CLEAN');
  });

  it('shows the survivor of a merge in the bed of the number that was replaced', async () => {
    await here.tell(
      adt('A01', { controlId: 'J6', patient: 3, at: ['W1', '04'], when: '20260102130000' }),
      adt('A28', { controlId: 'J7', patient: 4, when: '20260102130500' }),
      merge({ controlId: 'J8', survivor: 4, retired: 3, when: '20260102131000' }),
    );
    await board.until({ 'W1-02': 'Testperson1', 'W1-04': 'Testperson4' });
  });

  it('shows neither the ward nor the stay to the clerk of another ward, and only counts to a wall', async () => {
    const ned = await here.as('ned');
    await expect(ned.ask(WARD, { id: 'W1' })).rejects.toThrow('NOT_FOUND');
    const neds = await ned.ask<BoardAnswer>(WARD, { id: 'W2' });
    expect(neds.wardBoard?.beds.flatMap((bed) => bed.occupants)).toStrictEqual([]);
    const { patient } = await ned.ask<PatientAnswer>(PATIENT);
    expect(patient).toMatchObject({ name: { family: 'Testperson1' }, stays: [] });
    const wall = await here.as('wall');
    expect(await wall.ask<CountsAnswer>(COUNTS)).toStrictEqual({
      hospitalBoard: { totals: { beds: 20, occupied: 2 } },
    });
    const { wardBoard } = await wall.ask<BoardAnswer>(WARD, { id: 'W1' });
    const occupants = wardBoard?.beds.flatMap((bed) => bed.occupants) ?? [];
    expect(JSON.stringify(occupants)).not.toMatch(/Testperson|"id":"/);
  });

  it('has written down who was shown whom when the answer comes', async () => {
    const wes = await here.as('wes');
    const { wardBoard } = await wes.ask<BoardAnswer>(WARD, { id: 'W1' });
    const patients = JSON.stringify(wardBoard).match(/(?<="patient":\{"id":")[^"]+/g);
    expect(patients).toHaveLength(2);
    const events = await auditIn(folder, (seen) => seen.some(isOf('wes', 'query')));
    const [entry] = events.filter(isOf('wes', 'query'));
    expect(entry?.data['patients']).toStrictEqual(expect.arrayContaining(patients ?? []));
    expect(events.some(isOf('bea', 'subscription'))).toBe(true);
    const shownToNed = events.filter(isOf('ned', 'query')).flatMap(({ data }) => data['patients'] ?? []);
    expect(shownToNed).toStrictEqual([expect.any(String)]);
    expect(JSON.stringify(events)).not.toContain('Testperson');
  });

  it('tells the whole story of a message by its control id', async () => {
    const ina = await here.as('ina');
    const { messages } = await ina.ask<StoryAnswer>(STORY, { id: 'J3' });
    expect(messages.nodes).toMatchObject([
      {
        ...{ status: 'APPLIED', messageType: 'ADT^A02', reply: { code: 'CA' } },
        history: [{ what: 'RECEIVED' }, { what: 'DECODED' }, { what: 'SETTLED', outcome: 'APPLIED' }],
      },
    ]);
    expect(messages.nodes[0]?.effects.map(({ owner }) => owner)).toStrictEqual(['patients', 'beds']);
    expect(messages.nodes[0]?.content).toContain('MSH|^~\\&|iPM|TEST|FLOW|RXX|20260102100000||ADT^A02|J3');
    const bea = await here.as('bea');
    await expect(bea.ask(STORY, { id: 'J3' })).rejects.toThrow('FORBIDDEN');
  });
});
