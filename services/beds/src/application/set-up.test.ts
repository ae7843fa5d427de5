import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { labelOf } from '../domain/book/label';
import { applyEstate } from './set-up';
import {
  contextOf,
  laneContext,
  openBeds,
  placeOf,
  settingUp,
  setUp,
  smallEstate,
  tells,
  type Beds,
} from './testing/beds';
import { stayOfVisit } from './visit';

let engines: Engines;
let beds: Beds;

beforeEach(async () => {
  engines = await openTestEngines();
  beds = await openBeds(engines);
});
afterEach(() => engines.close());

const book = async () => (await beds.deps.book.load()).state;

it('brings the book to the estate, and again changes nothing', async () => {
  expect(await setUp(beds)).toMatchObject({ changed: 12, faults: [] });
  const { seq, beds: rows } = await book();
  expect(rows.size).toBe(7);
  expect(await setUp(beds)).toMatchObject({ changed: 0, faults: [] });
  expect(await applyEstate(beds.deps, settingUp(), contextOf('another day'))).toMatchObject({ changed: 0 });
  expect((await book()).seq).toBe(seq);
});

it('two instances that set up at once make one estate', async () => {
  const other = await openBeds(engines);
  await Promise.all([setUp(beds), applyEstate(other.deps, settingUp(), contextOf('other'))]);
  expect((await book()).seq).toBe(1);
});

it('what is described otherwise is described anew; what no longer stands in the files stays', async () => {
  await setUp(beds);
  const [first, ...others] = smallEstate.beds;
  const changed = { ...smallEstate, beds: [{ ...first!, name: 'Window', oxygen: true }, ...others.slice(1)] };
  expect(await applyEstate(beds.deps, settingUp(changed), contextOf('next'))).toMatchObject({ changed: 1 });
  expect((await book()).beds.get('A1-01')).toMatchObject({ name: 'Window', oxygen: true });
  expect((await book()).beds.size).toBe(7);
});

it('BED-02: a bed that is open for a surge says so while it is free', async () => {
  const [first, ...others] = smallEstate.beds;
  await setUp(beds, { ...smallEstate, beds: [{ ...first!, surge: true }, ...others] });
  const label = async () => {
    const state = await book();
    return labelOf(state, state.beds.get('A1-01')!, beds.deps.clock.now());
  };
  expect(await label()).toBe('surge');
  const told = tells('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  await beds.tellStay(told, laneContext(told));
  expect(await label()).toBe('occupied');
});

it('says everything that the book would not take, and then takes nothing', async () => {
  const lost = [{ ...smallEstate.bays[0]!, code: 'Z-1', ward: 'Z' }];
  const estate = {
    ...smallEstate,
    bays: [...smallEstate.bays, ...lost],
    beds: [{ ...smallEstate.beds[0]!, ward: 'Y' }],
  };
  expect(await applyEstate(beds.deps, settingUp(estate), contextOf('x'))).toMatchObject({
    changed: 0,
    faults: [
      { kind: 'bay', id: 'Z-1', code: 'WARD_UNKNOWN' },
      { kind: 'bed', id: 'A1-01', code: 'WARD_UNKNOWN' },
    ],
  });
  expect((await book()).seq).toBe(0);
});

it('a dry run says what would be otherwise, and changes nothing', async () => {
  await setUp(beds);
  const { seq } = await book();
  const [first, second, ...others] = smallEstate.beds;
  const estate = {
    ...smallEstate,
    beds: [{ ...first!, oxygen: !first!.oxygen }, { ...second!, code: 'A1-99' }, ...others],
  };
  const dry = await applyEstate(beds.deps, settingUp(estate, { whole: true, dryRun: true }), contextOf('dry'));
  expect(dry).toMatchObject({
    changed: 3,
    changes: [
      { kind: 'bed', id: 'A1-01', was: { oxygen: first!.oxygen }, is: { oxygen: !first!.oxygen } },
      { kind: 'bed', id: 'A1-99', was: undefined },
      { kind: 'bed', id: 'A1-02', is: undefined },
    ],
  });
  expect((await book()).seq).toBe(seq);
});

it('a whole estate is all there is: what it does not name goes, in one append with the rest', async () => {
  await setUp(beds);
  const { seq } = await book();
  const without = {
    ...smallEstate,
    wards: smallEstate.wards.filter(({ code }) => code === 'A1'),
    bays: smallEstate.bays.filter(({ ward }) => ward === 'A1'),
    beds: smallEstate.beds.filter(({ ward }) => ward === 'A1'),
  };
  expect(await applyEstate(beds.deps, settingUp(without, { whole: true }), contextOf('next'))).toMatchObject({
    faults: [],
  });
  const after = await book();
  expect(after.wards.rows().filter(({ decommissioned }) => !decommissioned)).toHaveLength(1);
  expect(after.seq).toBe(seq + 1);
  expect(await applyEstate(beds.deps, settingUp(without, { whole: true }), contextOf('again'))).toMatchObject({
    changed: 0,
    changes: [],
  });
});

it('nothing goes while somebody is in it, nor anything else with it', async () => {
  await setUp(beds);
  const told = tells('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  await beds.tellStay(told, laneContext(told));
  const { seq } = await book();
  const without = { ...smallEstate, beds: smallEstate.beds.slice(1).map((bed) => ({ ...bed, name: 'Renamed' })) };
  expect(await applyEstate(beds.deps, settingUp(without, { whole: true }), contextOf('next'))).toMatchObject({
    changed: 0,
    faults: [{ kind: 'bed', id: 'A1-01', code: 'BED_OCCUPIED' }],
  });
  expect((await book()).seq).toBe(seq);
});

it('what a first start sets up, later starts leave as it is', async () => {
  await setUp(beds);
  const [first, ...others] = smallEstate.beds;
  const later = { ...smallEstate, beds: [{ ...first!, name: 'Renamed' }, ...others] };
  const ask = settingUp(later, { ifNone: true });
  expect(await applyEstate(beds.deps, ask, contextOf('later'))).toMatchObject({ changed: 0, changes: [] });
});

it('whom iPM told of before the bed was known gets the bed when it is', async () => {
  const told = tells('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  const answer = await beds.tellStay(told, laneContext(told));
  expect(answer).toMatchObject({ tasks: [expect.any(String)] });
  await setUp(beds);
  expect((await book()).beds.get('A1-01')?.occupants).toStrictEqual([stayOfVisit(told)]);
});
