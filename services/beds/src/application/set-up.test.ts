import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { labelOf } from '../domain/book/label';
import { applyEstate } from './set-up';
import { contextOf, laneContext, openBeds, placeOf, setUp, smallEstate, tells, type Beds } from './testing/beds';
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
  expect(await setUp(beds)).toMatchObject({ changed: 12, refusals: [] });
  const { seq, beds: rows } = await book();
  expect(rows.size).toBe(7);
  expect(await setUp(beds)).toMatchObject({ changed: 0, refusals: [] });
  expect(await applyEstate(beds.deps, smallEstate, contextOf('another day'))).toMatchObject({ changed: 0 });
  expect((await book()).seq).toBe(seq);
});

it('two instances that set up at once make one estate', async () => {
  const other = await openBeds(engines);
  await Promise.all([setUp(beds), applyEstate(other.deps, smallEstate, contextOf('other'))]);
  expect((await book()).seq).toBe(12);
});

it('what is described otherwise is described anew; what no longer stands in the files stays', async () => {
  await setUp(beds);
  const [first, ...others] = smallEstate.beds;
  const changed = { ...smallEstate, beds: [{ ...first!, name: 'Window', oxygen: true }, ...others.slice(1)] };
  expect(await applyEstate(beds.deps, changed, contextOf('next'))).toMatchObject({ changed: 1 });
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

it('says what the book would not take, and takes the rest', async () => {
  const lost = { ...smallEstate.bays[0]!, code: 'Z-1', ward: 'Z' };
  const answer = await applyEstate(beds.deps, { ...smallEstate, bays: [...smallEstate.bays, lost] }, contextOf('x'));
  expect(answer).toMatchObject({ changed: 12, refusals: [{ what: 'bay Z-1', refusal: { code: 'WARD_UNKNOWN' } }] });
});

it('whom iPM told of before the bed was known gets the bed when it is', async () => {
  const told = tells('ADMITTED', '08:00', 'amal', { place: placeOf('A1-01') });
  const answer = await beds.tellStay(told, laneContext(told));
  expect(answer).toMatchObject({ tasks: [expect.any(String)] });
  await setUp(beds);
  expect((await book()).beds.get('A1-01')?.occupants).toStrictEqual([stayOfVisit(told)]);
});
