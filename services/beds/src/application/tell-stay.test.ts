import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { bedId } from '../domain/ids';
import { contextOf, laneContext, openBeds, placeOf, setUp, tells, type Beds } from './testing/beds';
import { stayOfVisit } from './visit';
import type { TellStay } from './beds-inputs';

let engines: Engines;
let beds: Beds;

beforeEach(async () => {
  engines = await openTestEngines();
  beds = await openBeds(engines);
  await setUp(beds);
});
afterEach(() => engines.close());

const tell = (input: TellStay) => beds.tellStay(input, laneContext(input));
const book = async () => (await beds.deps.book.load()).state;
const occupants = async (bed: string) => (await book()).beds.get(bed)?.occupants;
const admitted = tells('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
const amal = stayOfVisit(admitted);

it('an admission puts the patient in the bed, under a version of the book', async () => {
  const told = await tell(admitted);
  expect(told).toMatchObject({ outcome: 'told', stayId: amal, changed: true, tasks: [] });
  expect(await occupants('A1-01')).toStrictEqual([amal]);
  const { position } = await beds.deps.book.load();
  expect(told).toHaveProperty('version', `${beds.deps.epoch}:${position ?? ''}`);
});

it('told again it changes nothing, and answers the same', async () => {
  const first = await tell(admitted);
  const before = (await book()).seq;
  expect(await tell(admitted)).toStrictEqual({ ...first, changed: false });
  expect((await book()).seq).toBe(before);
});

it('a patient told into a bed that another has is in the ward, with a task that ends when the bed is free', async () => {
  await tell(admitted);
  const second = await tell(tells('ADMITTED', '08:10', 'bryn', { place: placeOf('A1-01') }));
  expect(second).toMatchObject({ tasks: [expect.any(String)] });
  const [taskId] = second.outcome === 'told' ? second.tasks : [];
  expect((await beds.deps.tasks.load(taskId!)).state).toMatchObject({ status: 'open', task: { kind: 'bed-taken' } });
  await tell(tells('TRANSFERRED', '08:30', 'amal', { place: placeOf('B2-01') }));
  expect(await occupants('A1-01')).toStrictEqual([stayOfVisit(tells('ADMITTED', '08:10', 'bryn'))]);
  expect((await beds.deps.tasks.load(taskId!)).state.status).toBe('closed');
});

it('without a visit number a patient has one stay', async () => {
  const bare: TellStay = { ...admitted };
  delete (bare as { visit?: unknown }).visit;
  const told = await tell(bare);
  expect(told).toMatchObject({ outcome: 'told', stayId: stayOfVisit(bare) });
  expect(stayOfVisit(bare)).not.toBe(amal);
});

it('told again of a patient who is newer by now, or merged, it is the same telling', async () => {
  await tell(admitted);
  const patient = { ...admitted.patient, revision: 9 };
  expect(await tell({ ...admitted, patient })).toMatchObject({ outcome: 'told', changed: false, stayId: amal });
});

it('the key of another telling is refused', async () => {
  await tell(admitted);
  expect(await tell({ ...admitted, told: 'DISCHARGED' })).toMatchObject({
    refusal: { code: 'IDEMPOTENCY_KEY_REUSED' },
  });
});

it('a deleted visit is never deleted here: people look at it, once', async () => {
  await tell(admitted);
  const deleted = await tell(tells('VISIT_DELETED', '08:20', 'amal'));
  const [taskId] = deleted.outcome === 'told' ? deleted.tasks : [];
  const at = beds.deps.clock.now();
  const settle = { type: 'SettleTask', as: 'checked', by: 'ada', at, lapsedUpTo: at } as const;
  await beds.deps.tasks.work(taskId!, settle, contextOf('seen'));
  expect(await tell(tells('CORRECTED', '08:25', 'amal'))).toMatchObject({ tasks: [] });
});

it('two patients exchange their beds in one event', async () => {
  await tell(admitted);
  await tell(tells('ADMITTED', '08:05', 'bryn', { place: placeOf('B2-01') }));
  const half = (patient: string, bed: string, index: number) =>
    tells('TRANSFERRED', '08:50', patient, { messageId: 'swap', index, place: placeOf(bed) });
  const swap = { first: half('amal', 'B2-01', 0), second: half('bryn', 'A1-01', 1) };
  const context = laneContext(swap.first);
  expect(await beds.tellSwap(swap, context)).toMatchObject({ outcome: 'told', changed: true, tasks: [] });
  expect(await occupants('B2-01')).toStrictEqual([amal]);
  expect(await beds.tellSwap(swap, context)).toMatchObject({ changed: false });
  expect((await book()).beds.get(bedId('A1-01'))?.readiness).toBe('clean');
});

it('nobody exchanges beds with themselves', async () => {
  const both = { first: admitted, second: admitted };
  expect(await beds.tellSwap(both, laneContext(admitted))).toMatchObject({ refusal: { code: 'INVALID_INPUT' } });
});

it('who died leaves the bed at the discharge that was told before, without anybody confirming', async () => {
  await tell(admitted);
  await beds.confirmPlace({ stayId: amal }, contextOf('seen'));
  await tell(tells('DISCHARGED', '10:00', 'amal'));
  expect(await occupants('A1-01')).toStrictEqual([amal]);
  const patient = { ...admitted.patient, revision: 2, deceased: true };
  expect(await beds.tellPatientDetails({ patient }, contextOf('died'))).toMatchObject({ changed: true, stayId: null });
  expect(await occupants('A1-01')).toStrictEqual([]);
});

it('two people who turn out to be one both keep their beds, with a task', async () => {
  await tell(admitted);
  const bryn = tells('ADMITTED', '08:05', 'bryn', { place: placeOf('B2-01') });
  await tell(bryn);
  const { partner, messageId, order, occurredAt } = tells('CORRECTED', '08:40', 'merge');
  const merge = {
    partner,
    messageId,
    order,
    occurredAt,
    survivor: admitted.patient,
    retiredId: bryn.patient.patientId,
  };
  const told = await beds.tellPatientsMerged(merge, contextOf('merge'));
  expect(told).toMatchObject({ outcome: 'told', changed: true, tasks: [expect.any(String)] });
  expect([await occupants('A1-01'), await occupants('B2-01')]).toStrictEqual([[amal], [stayOfVisit(bryn)]]);
  expect((await beds.deps.stays.load(stayOfVisit(bryn))).state.merges.size).toBe(1);
  expect(await beds.tellPatientsMerged(merge, contextOf('merge'))).toMatchObject({ changed: false });
});

it('what iPM says of a bed is kept as advice; of a bed that no map knows nothing can be kept', async () => {
  const { partner, messageId, order, occurredAt } = tells('CORRECTED', '08:40', 'bed');
  const status = { partner, messageId, order, occurredAt, status: 'isolated' as const };
  await beds.tellBedStatus({ ...status, bedId: bedId('A1-02') }, contextOf('told'));
  expect((await book()).beds.get('A1-02')?.told?.status).toBe('isolated');
  expect(await beds.tellBedStatus({ ...status, bedId: null }, contextOf('none'))).toMatchObject({ changed: false });
  expect(await beds.tellBedStatus({ ...status, bedId: bedId('Z9') }, contextOf('z'))).toMatchObject({
    refusal: { code: 'BED_UNKNOWN' },
  });
});
