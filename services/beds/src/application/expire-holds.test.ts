import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { bedId } from '../domain/ids';
import { on } from '../domain/testing/estate';
import { expireHold, lapsedHolds, nextLapse } from './expire-holds';
import { contextOf, openBeds, setClock, setUp, type Beds } from './testing/beds';

let engines: Engines;
let beds: Beds;
const clock = setClock(on('09:00'));
const bed = bedId('A1-01');

beforeEach(async () => {
  engines = await openTestEngines();
  clock.set(on('09:00'));
  beds = await openBeds(engines, { clock });
  await setUp(beds);
});
afterEach(() => engines.close());

const book = async () => (await beds.deps.book.load()).state;
const hold = async (until: string, more: object = {}) =>
  beds.holdBed(
    { bedId: bed, until: on(until), reason: 'elective', patientId: null, ...more },
    contextOf(`hold until ${until}`),
  );

it('a hold is due from its time on, and is tidied away once', async () => {
  await hold('10:00');
  expect(nextLapse(await book())).toBe(on('10:00'));
  expect(lapsedHolds(await book(), on('09:59'))).toStrictEqual([]);
  const [due] = lapsedHolds(await book(), on('10:00'));
  clock.set(on('10:00'));
  const other = await openBeds(engines, { clock });
  const { seq } = await book();
  await Promise.all([expireHold(beds.deps, due!), expireHold(other.deps, due!)]);
  expect((await book()).seq).toBe(seq + 1);
  expect((await book()).beds.get(bed)?.hold).toBeNull();
  expect(nextLapse(await book())).toBeUndefined();
});

it('one that was prolonged is left alone', async () => {
  const held = await hold('10:00');
  const [due] = lapsedHolds(await book(), on('10:00'));
  await hold('11:00', { holdId: held.outcome === 'done' ? held.holdId : null });
  clock.set(on('10:00'));
  expect(await expireHold(beds.deps, due!)).toMatchObject({ changed: false });
  expect((await book()).beds.get(bed)?.hold?.until).toBe(on('11:00'));
});

it('a timer whose clock runs ahead does not release what still holds', async () => {
  await hold('10:00');
  const [due] = lapsedHolds(await book(), on('10:30'));
  expect(await expireHold(beds.deps, due!)).toMatchObject({ changed: false });
  expect((await book()).beds.get(bed)?.hold).not.toBeNull();
});
