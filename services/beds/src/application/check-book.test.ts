import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { checkBook } from './check-book';
import { laneContext, openBeds, placeOf, setUp, tells, type Beds } from './testing/beds';

let engines: Engines;
let beds: Beds;

beforeEach(async () => {
  engines = await openTestEngines();
  beds = await openBeds(engines, { limit: 4 });
  await setUp(beds);
  for (const [index, bed] of ['A1-01', 'A1-02', 'A1-03', 'B2-01', 'B2-02', 'A1-04'].entries()) {
    const told = tells('TRANSFERRED', `08:0${index}`, index % 2 === 0 ? 'amal' : 'bryn', { place: placeOf(bed) });
    await beds.tellStay(told, laneContext(told));
  }
});
afterEach(() => engines.close());

it('a book folded again is the book that we decide on, also after a change of book', async () => {
  expect(await checkBook(beds.deps.book)).toMatchObject({ outcome: 'same' });
  expect((await beds.deps.book.load()).state.seq).toBeGreaterThan(4);
});

it('a fold that went wrong is found, and where', async () => {
  const book = {
    refold: () => beds.deps.book.refold(),
    async load() {
      const loaded = await beds.deps.book.load();
      return { ...loaded, state: { ...loaded.state, beds: loaded.state.beds.without('A1-02') } };
    },
  };
  expect(await checkBook(book)).toMatchObject({ outcome: 'different', tables: ['beds'] });
});
