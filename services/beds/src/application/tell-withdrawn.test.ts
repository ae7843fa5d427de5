import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { patientId } from '../domain/ids';
import type { TellStay } from './beds-inputs';
import { contextOf, laneContext, openBeds, placeOf, setUp, tells, type Beds } from './testing/beds';
import { stayOfVisit } from './visit';

let engines: Engines;
let beds: Beds;
beforeEach(async () => {
  engines = await openTestEngines();
  beds = await openBeds(engines);
  await setUp(beds);
});
afterEach(async () => engines.close());

const tell = (input: TellStay) => beds.tellStay(input, laneContext(input));
const withdrawn = (input: Pick<TellStay, 'visit' | 'patient'>, more: object = {}) =>
  beds.tellWithdrawn(
    {
      ...{ partner: 'ipm', messageId: 'm1', decoding: 2, patientId: input.patient.patientId },
      ...(input.visit && { visit: input.visit }),
      ...more,
    },
    contextOf('m1:2:withdrawn', 'service:ipm'),
  );
const occupants = async (bed: string) => (await beds.deps.book.load()).state.beds.get(bed)?.occupants;

const visit = (number: string) => ({ visit: { authority: 'RXX', number } });
const first = tells('ADMITTED', '08:00', 'amal', { messageId: 'm1', place: placeOf('A1-01'), ...visit('V-wrong') });
const second = { ...first, decoding: 2, ...visit('V-right') };

it('a stay that a later decoding no longer speaks of is gone from the board, and its bed is the other’s', async () => {
  await tell(first);
  await tell(second);
  const told = await withdrawn(first);
  expect(told).toMatchObject({ outcome: 'told', stayId: stayOfVisit(first), changed: true });
  expect(await occupants('A1-01')).toStrictEqual([stayOfVisit(second)]);
  const { state } = await beds.deps.book.load();
  expect(state.stays.rows().map(({ stayId }) => stayId)).toStrictEqual([stayOfVisit(second)]);
  expect(await withdrawn(first)).toMatchObject({ outcome: 'told', changed: false });
});

it('of another patient, who was never there, it leaves nobody behind', async () => {
  const other = tells('ADMITTED', '08:00', 'bryn', { messageId: 'm1', decoding: 2, place: placeOf('A1-01') });
  await tell(first);
  await tell(other);
  await withdrawn(first);
  expect(await occupants('A1-01')).toStrictEqual([stayOfVisit(other)]);
});

it('what other messages said of the stay stands', async () => {
  await tell(first);
  await tell(tells('TRANSFERRED', '08:30', 'amal', { place: placeOf('A1-02'), ...visit('V-wrong') }));
  await tell(second);
  await withdrawn(first);
  expect(await occupants('A1-02')).toStrictEqual([stayOfVisit(first)]);
});

it('of a stay that the later decoding speaks of too, nothing changes', async () => {
  await tell(first);
  await tell({ ...first, decoding: 2, place: placeOf('A1-02') });
  expect(await withdrawn(first)).toMatchObject({ changed: false });
  expect(await occupants('A1-02')).toStrictEqual([stayOfVisit(first)]);
});

it('without a visit number, the stay is that of whoever the patient is by now', async () => {
  const bare: { -readonly [Name in keyof TellStay]: TellStay[Name] } = { ...first };
  delete bare.visit;
  await tell(bare);
  const { partner, messageId, order, occurredAt } = tells('CORRECTED', '08:40', 'cora', { messageId: 'merge' });
  const survivor = { ...first.patient, patientId: patientId('cora') };
  const merge = { partner, messageId, order, occurredAt, survivor, retiredId: first.patient.patientId };
  await beds.tellPatientsMerged(merge, contextOf('merge'));
  expect(await occupants('A1-01')).toStrictEqual([stayOfVisit({ patient: survivor })]);
  expect(await withdrawn(bare)).toMatchObject({ stayId: stayOfVisit({ patient: survivor }), changed: true });
  expect(await occupants('A1-01')).toStrictEqual([]);
});
