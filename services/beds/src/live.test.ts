import type { Frames } from '@flow/platform/graphql/frames';
import type { SubgraphResult } from '@flow/platform/graphql/subgraph-executor';
import { clerkOfA, clerkOfB, manager, startForTest, wall, type BedsInTest } from './testing/beds-in-test';
import { placeOf, tellTo } from './testing/telling';

let beds: BedsInTest;
let tell: ReturnType<typeof tellTo>;
const opened: Frames<SubgraphResult>[] = [];
const start = async (beatMs?: number) => {
  beds = await startForTest(beatMs);
  tell = tellTo(beds.first);
};
afterEach(async () => {
  for (const frames of opened.splice(0)) await frames.return?.();
  await beds.close();
});

const WARD = `subscription ($wardId: ID!, $sinceVersion: String) { frame: wardBoard(wardId: $wardId, sinceVersion: $sinceVersion) {
  __typename
  ... on WardBoardSnapshot { version board { beds { id label occupants { family } } } }
  ... on WardBoardResync { version board { beds { id label occupants { family } } } }
  ... on WardBoardChanges { version beds { id label reads occupants { family } } ward { counts { occupied } } }
  ... on WardBoardDetails { beds { id occupants { family } } }
  ... on BoardHeartbeat { version age { completeUpTo lastHeardAt reasons } } } }`;
const HOSPITAL = `subscription ($sinceVersion: String) { frame: hospitalBoard(sinceVersion: $sinceVersion) {
  __typename
  ... on HospitalBoardSnapshot { version board { wards { id } totals { occupied } } }
  ... on HospitalBoardResync { version }
  ... on HospitalBoardChanges { version wards { id cells { bedId label } } totals { occupied } }
  ... on BoardHeartbeat { version } } }`;

interface Row {
  readonly id: string;
  readonly label?: string;
  readonly reads?: string;
  readonly occupants: readonly { readonly family: string | null }[];
}
interface Frame {
  readonly __typename: string;
  readonly version?: string;
  readonly beds?: readonly Row[];
  readonly board?: { readonly beds: readonly Row[] };
}

function followed(who = manager, document = WARD, variables: object = { wardId: 'A1' }) {
  const frames = beds.first.follow(who, document, variables);
  opened.push(frames);
  return async (): Promise<Frame> => {
    const { value } = await frames.next();
    if (value?.errors) throw new Error(JSON.stringify(value.errors));
    return (JSON.parse(JSON.stringify(value?.data)) as { frame: Frame }).frame;
  };
}

/** Frames up to the first that is so. */
async function upTo(next: () => Promise<Frame>, isSo: (frame: Frame) => boolean): Promise<Frame[]> {
  const frames: Frame[] = [];
  for (;;) {
    const frame = await next();
    frames.push(frame);
    if (isSo(frame)) return frames;
  }
}

const shows = (family: string) => (frame: Frame) =>
  frame.beds?.some(({ occupants }) => occupants.some((one) => one.family === family)) ?? false;

describe('a ward, live', () => {
  beforeEach(async () => start());

  it('BED-20: gives a snapshot, then what each message changes, and names as they come', async () => {
    const next = followed();
    expect(await next()).toMatchObject({
      __typename: 'WardBoardSnapshot',
      board: { beds: [{ label: 'AVAILABLE' }, {}, {}, {}] },
    });
    const told = await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-02') });
    const frames = await upTo(next, shows('AMAL'));
    expect(frames[0]).toMatchObject({
      __typename: 'WardBoardChanges',
      version: told.version,
      beds: [{ id: 'A1-02', label: 'OCCUPIED' }],
    });
  });

  it('gives what has changed since a version', async () => {
    const { version } = await followed()();
    await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-02') });
    const told = await tell('ADMITTED', '08:10', 'bryn', { place: placeOf('A1-03') });
    const next = followed(manager, WARD, { wardId: 'A1', sinceVersion: version });
    const frames = await upTo(next, (frame) => frame.version === told.version);
    expect(frames.flatMap(({ beds: rows = [] }) => rows.map(({ id }) => id))).toEqual(
      expect.arrayContaining(['A1-02', 'A1-03']),
    );
    expect(frames.every(({ __typename }) => /Changes|Heartbeat|Details/.test(__typename))).toBe(true);
  });

  it.each(['another-epoch:00000000000000000009-00000000000000000009', 'rubbish'])(
    'begins anew after the version %s, which it knows nothing of',
    async (sinceVersion) =>
      expect(await followed(manager, WARD, { wardId: 'A1', sinceVersion })()).toMatchObject({
        __typename: 'WardBoardResync',
        board: { beds: [{}, {}, {}, {}] },
      }),
  );

  it('begins anew after a version that is older than this instance', async () => {
    const { version } = await followed()();
    await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-02') });
    const second = await beds.another();
    const frames = second.follow(manager, WARD, { wardId: 'A1', sinceVersion: version });
    opened.push(frames);
    expect(JSON.stringify((await frames.next()).value?.data)).toContain('"__typename":"WardBoardResync"');
  });

  it('a slow reader of a burst gets one frame with all of it', async () => {
    const next = followed();
    await next();
    for (const [index, time] of ['08:00', '08:05', '08:10', '08:15', '08:20', '08:25'].entries()) {
      await tell(index === 0 ? 'ADMITTED' : 'TRANSFERRED', time, 'amal', { place: placeOf(`A1-0${(index % 4) + 1}`) });
    }
    const { version } = await tell('ADMITTED', '08:30', 'bryn', { place: placeOf('A1-04') });
    await beds.first.ask(manager, 'query ($v: String) { hospitalBoard(minVersion: $v) { behind } }', { v: version });
    expect(await next()).toMatchObject({ __typename: 'WardBoardChanges', version });
  });

  it('a reader who has gone is told nothing more', async () => {
    const frames = beds.first.follow(manager, WARD, { wardId: 'A1' });
    await frames.next();
    const waiting = frames.next();
    await frames.return?.();
    expect(await waiting).toMatchObject({ done: true });
  });

  it('is for those alone whose ward it is', async () => {
    await expect(followed(clerkOfB)()).rejects.toThrow('NOT_FOUND');
    await expect(followed({ ...manager, roles: ['ig-officer'] })()).rejects.toThrow('FORBIDDEN');
  });

  it('shows a shielded patient to the ward, and nobody to the wall', async () => {
    const [clerk, screen] = [followed(clerkOfA), followed(wall)];
    await Promise.all([clerk(), screen()]);
    await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01'), restricted: true });
    expect((await upTo(clerk, shows('AMAL'))).length).toBeGreaterThan(0);
    expect((await screen()).beds).toStrictEqual([
      { id: 'A1-01', label: 'OCCUPIED', reads: 'Occupied, restricted', occupants: [] },
    ]);
  });
});

it('the hospital, live: wards that changed, of those that one may see', async () => {
  await start();
  const [all, theirs] = [followed(manager, HOSPITAL, {}), followed(clerkOfB, HOSPITAL, {})];
  expect(await all()).toMatchObject({ board: { wards: [{ id: 'A1' }, { id: 'B2' }], totals: { occupied: 0 } } });
  expect(await theirs()).toMatchObject({ board: { wards: [{ id: 'B2' }] } });
  await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  expect(await all()).toMatchObject({
    __typename: 'HospitalBoardChanges',
    wards: [{ id: 'A1' }],
    totals: { occupied: 1 },
  });
  await tell('TRANSFERRED', '08:30', 'amal', { place: placeOf('B2-01') });
  expect(await theirs()).toMatchObject({ wards: [{ id: 'B2' }], totals: { occupied: 1 } });
});

it('heartbeats say up to when the board is complete, and why no further', async () => {
  await start(50);
  const next = followed();
  await next();
  const isBeat = ({ __typename }: Frame) => __typename === 'BoardHeartbeat';
  const beat = (await upTo(next, isBeat)).at(-1);
  expect(beat).toMatchObject({ age: { completeUpTo: '2026-02-03T09:00:00.000+00:00', reasons: [] } });
  Object.assign(beds.link, { unsettled: 3, completeUpTo: '2026-02-03T08:30:00.000Z' });
  const isBehind = (frame: Frame) => isBeat(frame) && JSON.stringify(frame).includes('LINK_UNSETTLED');
  expect((await upTo(next, isBehind)).at(-1)).toMatchObject({
    age: { completeUpTo: '2026-02-03T08:30:00.000+00:00', lastHeardAt: '2026-02-03T08:59:00.000+00:00' },
  });
});
