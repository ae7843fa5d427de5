import { admissions } from '../product/adt';
import { admitted, openTestHospital } from '../product/hospital';

/** With books of 60 events the set-up fills one, so that the appends that follow close it and carry it forward. */
const BOOK_LIMIT = '60';

describe('killed while it changes books', () => {
  it.each([1, 2, 3, 4, 5, 6])('at append %i after a start: the next start finishes it', async (nth) => {
    const hospital = await openTestHospital();
    try {
      await hospital.start({ env: { BOOK_LIMIT: '100000' } });
      await hospital.feed(admissions(10));
      await hospital.settled();
      await hospital.product().stop();
      // What there is now is more than such a book may hold: the next command changes books.
      const messages = admissions(2, 'W2');
      await hospital
        .start({ env: { BOOK_LIMIT: '20' }, crashAt: `append:after:occupancy-:${nth}` })
        .catch(() => undefined);
      const acknowledged = await hospital.feed(messages).catch(() => 0);
      expect(await hospital.product().ended()).toBe('SIGKILL');
      await hospital.start({ env: { BOOK_LIMIT } });
      await hospital.feed(messages.slice(acknowledged));
      await hospital.settled();
      expect(await hospital.occupancy()).toStrictEqual({ ...admitted(10), ...admitted(2, 'W2') });
    } finally {
      await hospital.close();
    }
  });
});
