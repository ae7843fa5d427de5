import { until } from '@flow/platform/running/testing';
import { clerkOfA, manager, startForTest, type BedsInTest } from './testing/beds-in-test';
import { does, placeOf, tellTo } from './testing/telling';

let beds: BedsInTest;
beforeEach(async () => (beds = await startForTest()));
afterEach(async () => beds.close());

const EVERYTHING = `query ($id: ID!) {
  stay(id: $id) { id status admittedAt history { id from what occurredAt takenBack } version }
  bedTasks { nodes { id kind subjects status raisedAt } }
  bed(id: "A1-02") { history { nodes { id what why stayId by occurredAt recordedAt } } }
  wardBoard(wardId: "A1") { version beds { id label version occupants { stayId concerns } } } }`;

it('I12: read models thrown away and built again hold the same, while people go on asking', async () => {
  const tell = tellTo(beds.first);
  const { stayId } = await tell('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  await does(beds.first, clerkOfA, 'movePatient', { stayId, to: { bedId: 'A1-02' } });
  await does(beds.first, clerkOfA, 'admitPatient', { patientId: 'bryn', to: { bedId: 'A1-03' } });
  await tell('DISCHARGED', '09:30', 'amal', { place: placeOf('A1-01') });
  const everything = async () => (await beds.first.ask(manager, EVERYTHING, { id: stayId })).data;
  let before = await everything();
  await until(async () => {
    before = await everything();
    const text = JSON.stringify(before);
    // Tasks, histories and the board each come by a way of their own.
    return [
      ...['"kind":"provisional-stay"', '"kind":"discharged', '"what":"DISCHARGED"', '"arrived"'],
      '"DISCHARGED_STILL_IN_BED"',
    ].every((part) => text.includes(part));
  });
  const { service } = beds.first;
  const rebuilt = await service.rebuild?.(() => undefined);
  expect(rebuilt?.events).toBeGreaterThan(10);
  expect(await everything()).toStrictEqual(before);
});
