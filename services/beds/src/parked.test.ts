import type { Frames } from '@flow/platform/graphql/frames';
import type { SubgraphResult } from '@flow/platform/graphql/subgraph-executor';
import { until } from '@flow/platform/running/testing';
import { on, orderOf } from './domain/testing/estate';
import { ipm, manager, startForTest, wall, type BedsInTest } from './testing/beds-in-test';
import { placeOf, tellTo } from './testing/telling';

const SINCE = on('08:30');
const BEDS = 'beds { id occupants { stayId uncertainSince } }';
const BOARD = `query ($ward: ID!) { wardBoard(wardId: $ward) { ${BEDS} ward { cells { bedId uncertain } } age { reasons } } }`;
const WARD = `subscription { frame: wardBoard(wardId: "A1") { __typename
  ... on WardBoardSnapshot { board { ${BEDS} } } ... on WardBoardDetails { ${BEDS} } } }`;
const HOSPITAL = `subscription { frame: hospitalBoard { __typename
  ... on HospitalBoardSnapshot { version } ... on HospitalBoardDetails { wards { id cells { bedId uncertain } } } } }`;

interface Row {
  readonly id: string;
  readonly occupants: readonly { readonly stayId: string | null; readonly uncertainSince: string | null }[];
}
interface Board {
  readonly beds: readonly Row[];
  readonly ward: { readonly cells: readonly { readonly bedId: string; readonly uncertain: boolean }[] };
  readonly age: { readonly reasons: readonly string[] };
}
interface Frame {
  readonly __typename: string;
  readonly beds?: readonly Row[];
  readonly wards?: readonly Board['ward'][];
}

let beds: BedsInTest;
let tell: ReturnType<typeof tellTo>;
const opened: Frames<SubgraphResult>[] = [];
beforeEach(async () => {
  beds = await startForTest(20);
  tell = tellTo(beds.first);
});
afterEach(async () => {
  for (const frames of opened.splice(0)) await frames.return?.();
  await beds.close();
});

async function board(who = manager): Promise<Board> {
  const { data } = await beds.first.ask(who, BOARD, { ward: 'A1' });
  return data?.['wardBoard'] as Board;
}
const marked = ({ beds: rows = [] }: { readonly beds?: readonly Row[] }): readonly string[] =>
  rows.filter(({ occupants }) => occupants.some((one) => one.uncertainSince !== null)).map(({ id }) => id);
const cells = ({ ward }: Board): readonly string[] =>
  ward.cells.filter(({ uncertain }) => uncertain).map(({ bedId }) => bedId);

/** Follows what it shows, from its first frame on: whatever happens after this comes in a frame of its own. */
async function followed(document: string): Promise<(isSo: (frame: Frame) => boolean) => Promise<Frame>> {
  const frames = beds.first.follow(manager, document);
  opened.push(frames);
  async function next(): Promise<Frame> {
    const { done, value } = await frames.next();
    if (done === true) throw new Error('The board ended.');
    return (JSON.parse(JSON.stringify(value.data)) as { frame: Frame }).frame;
  }
  await next();
  return async (isSo) => {
    for (;;) {
      const frame = await next();
      if (isSo(frame)) return frame;
    }
  };
}

it('marks the bed of a patient of whom a message is not understood, live, until it is', async () => {
  const amal = await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  await tell('ADMITTED', '08:05', 'bryn', { place: placeOf('A1-02') });
  // What is yet to come would come in one frame with the mark, which then is no frame of details alone.
  await until(async () => (await board()).beds.filter(({ occupants }) => occupants.length > 0).length === 2);
  const [onWard, onHospital] = [await followed(WARD), await followed(HOSPITAL)];
  const details = onWard((frame) => frame.__typename === 'WardBoardDetails' && marked(frame).length > 0);
  const hospital = onHospital((frame) => frame.__typename === 'HospitalBoardDetails');

  beds.parked.lanes.push({ patientIds: ['amal'], since: SINCE });
  expect((await details).beds).toContainEqual({
    id: 'A1-01',
    occupants: [{ stayId: amal.stayId, uncertainSince: expect.stringContaining('08:30') as string }],
  });
  expect((await hospital).wards).toMatchObject([{ id: 'A1' }]);
  const shown = await board();
  expect([marked(shown), cells(shown)]).toStrictEqual([['A1-01'], ['A1-01']]);
  const STAY = 'query ($id: ID!) { stay(id: $id) { uncertainSince } }';
  await until(async () => {
    const { data } = await beds.first.ask(manager, STAY, { id: amal.stayId });
    return JSON.stringify(data).includes('08:30');
  });

  beds.parked.lanes.pop();
  await until(async () => cells(await board()).length === 0);
  expect(marked(await board())).toStrictEqual([]);
});

it('keeps the mark while the interface does not answer, and says that it cannot know', async () => {
  await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  beds.parked.lanes.push({ patientIds: ['amal'], since: SINCE });
  await until(async () => marked(await board()).length === 1);
  beds.parked.away = true;
  await until(async () => (await board()).age.reasons.includes('PARKED_UNKNOWN'));
  expect(marked(await board())).toStrictEqual(['A1-01']);
  beds.parked.away = false;
  await until(async () => !(await board()).age.reasons.includes('PARKED_UNKNOWN'));
});

it('follows a merge, and tells nobody who a shielded patient is', async () => {
  await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01'), restricted: true });
  const MERGE = `mutation ($input: TellPatientsMergedInput!) { tellPatientsMerged(input: $input) { __typename } }`;
  const merged = await beds.first.ask(ipm, MERGE, {
    input: {
      ...{ idempotencyKey: 'm:1:0', partner: 'ipm', messageId: 'm' },
      ...{ order: orderOf(on('08:10'), on('08:11'), 'm'), occurredAt: on('08:10') },
      ...{ survivorId: 'amal', retiredId: 'once-amal', patientRevision: 1, restricted: true, deceased: false },
    },
  });
  expect(merged.errors).toBeUndefined();
  beds.parked.lanes.push({ patientIds: ['once-amal'], since: SINCE });
  await until(async () => marked(await board()).length === 1);
  const onTheWall = await board(wall);
  expect(onTheWall.beds.flatMap(({ occupants }) => occupants)).toStrictEqual([]);
  const theatre = { ...manager, roles: ['theatre-coordinator' as const] };
  expect(marked(await board(theatre))).toStrictEqual([]);
});
