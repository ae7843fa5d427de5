import { clerkOfA, manager, startForTest, type BedsInTest } from './testing/beds-in-test';
import { does, placeOf, tellTo } from './testing/telling';
import { bedIn, wardOn } from './testing/ward-board';

let beds: BedsInTest;
let tell: ReturnType<typeof tellTo>;
beforeEach(async () => {
  beds = await startForTest();
  tell = tellTo(beds.first);
});
afterEach(async () => beds.close());

/** The only occupant of a bed, what its cell says, and how much there is to settle in the ward. */
async function shown(bed: string, minVersion: string) {
  const board = await wardOn(beds.first, bed.slice(0, 2), minVersion);
  const [occupant] = bedIn(board, bed)?.occupants ?? [];
  const cell = board.ward.cells.find(({ bedId }) => bedId === bed);
  return { occupant, mark: cell?.unconfirmedByIpm, toSettle: board.ward.counts['toSettle'] };
}

const SETTLED = { unconfirmedByIpm: false, toldWardId: null, toldBedId: null, concerns: [] };

it('BED-07: a move of ours into another ward is shown as unconfirmed until iPM tells it, and asks nothing of anybody', async () => {
  const { stayId, version } = await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  expect(await shown('A1-01', version)).toMatchObject({ occupant: SETTLED, mark: false });
  const moved = await does(beds.first, manager, 'movePatient', { stayId, to: { bedId: 'B2-01' } });
  expect(moved.tasks).toStrictEqual([]);
  expect(await shown('B2-01', moved.version)).toMatchObject({
    occupant: { unconfirmedByIpm: true, toldWardId: 'A1', toldBedId: 'A1-01', concerns: ['ELSEWHERE_IN_IPM'] },
    ...{ mark: true, toSettle: 0 },
  });
  const told = await tell('TRANSFERRED', '09:10', 'amal', { place: placeOf('B2-01') });
  expect(await shown('B2-01', told.version)).toMatchObject({ occupant: SETTLED, mark: false, toSettle: 0 });
});

it('a move of ours within the ward is unconfirmed too, and of no concern', async () => {
  const { stayId } = await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  const moved = await does(beds.first, clerkOfA, 'movePatient', { stayId, to: { bedId: 'A1-02' } });
  expect(await shown('A1-02', moved.version)).toMatchObject({
    occupant: { unconfirmedByIpm: true, toldWardId: 'A1', toldBedId: 'A1-01', concerns: [] },
  });
});

it('a bed of ours in the ward that iPM names without a bed is confirmed', async () => {
  const place = { wardId: 'A1', bayId: null, bedId: null };
  const { stayId } = await tell('ADMITTED', '08:00', 'amal', { place });
  const moved = await does(beds.first, clerkOfA, 'movePatient', { stayId, to: { bedId: 'A1-02' } });
  expect(await shown('A1-02', moved.version)).toMatchObject({ occupant: SETTLED });
});

it('whom iPM has not told of, or has let go, is unconfirmed, and is what there is to settle', async () => {
  const to = { bedId: 'A1-01' };
  const admitted = await does(beds.first, clerkOfA, 'admitPatient', { patientId: 'amal', to });
  expect(await shown('A1-01', admitted.version)).toMatchObject({
    occupant: { unconfirmedByIpm: true, toldWardId: null, concerns: ['PROVISIONAL_STAY'] },
    toSettle: 1,
  });
});

it('a dispute stands for the difference', async () => {
  const { stayId } = await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  await does(beds.first, clerkOfA, 'movePatient', {
    stayId,
    to: { bedId: 'A1-02' },
    occurredAt: '2026-02-03T08:30:00Z',
  });
  const told = await tell('TRANSFERRED', '08:20', 'amal', { place: placeOf('B2-01') });
  expect(await shown('A1-02', told.version)).toMatchObject({
    occupant: { unconfirmedByIpm: true, toldWardId: 'B2', concerns: ['LOCATION_DISPUTED'] },
    toSettle: 1,
  });
});
