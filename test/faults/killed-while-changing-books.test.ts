import { admissions } from '../product/adt';
import { afterwards } from '../product/afterwards';
import { admitted, openTestHospital, type TestHospital } from '../product/hospital';

/** So short that every command changes books: closes the one, carries it forward, opens the next. */
const SHORTEST = { BOOK_LIMIT: '1' };

describe('killed while it changes books', () => {
  let admittedTen: TestHospital;
  let hospital: TestHospital;
  beforeAll(async () => {
    admittedTen = await openTestHospital();
    await admittedTen.start();
    await admittedTen.feed(admissions(10));
    await admittedTen.settled();
    await admittedTen.product().stop();
  });
  afterAll(async () => admittedTen.close());
  beforeEach(async () => {
    hospital = await openTestHospital(admittedTen.folder);
  });
  afterEach(async () => hospital.close());

  /** What there is is more than such a book may hold: the first append closes it, and those that follow carry it forward. */
  it.each([1, 2, 3, 4, 5, 6])('after append %i: the next start finishes it', async (nth) => {
    const messages = admissions(2, 'W2');
    const crashAt = `append:after:occupancy-:${nth}`;
    const acknowledged = await hospital.startToDie({ env: SHORTEST, crashAt }, messages);
    await hospital.start({ env: SHORTEST });
    expect(await hospital.feed(messages.slice(acknowledged))).toBe(messages.length - acknowledged);
    const told = [...admissions(10), ...messages];
    await afterwards(hospital, { told, occupancy: { ...admitted(10), ...admitted(2, 'W2') } });
  });
});
