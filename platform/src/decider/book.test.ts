import { openTestEngines } from '../engines/testing';
import type { Engines } from '../engines/engines';
import { EngineUnavailable } from '../event-store/errors';
import type { EventStore } from '../event-store/event-store';
import { systemClock } from '../time/clock';
import { createBook } from './book';
import { claimOnce } from './claims';
import { contextOf, seatsCodec, seatsDecider, type Room, type SeatTaken, type TakeSeat } from './sample-seats';

const take = (by: string): TakeSeat => ({ type: 'TakeSeat', by });
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `p${index}`);

/** Two seats an append, so that a change of book is several appends. */
function carryForward({ taken }: Room): SeatTaken[][] {
  const pairs = Array.from({ length: Math.ceil(taken.length / 2) }, (_, index) =>
    taken.slice(index * 2, index * 2 + 2),
  );
  return pairs.map((pair) => pair.map((by) => ({ type: 'SeatTaken', by })));
}

describe('a book', () => {
  let engines: Engines;
  beforeEach(async () => {
    engines = await openTestEngines();
  });
  afterEach(async () => engines.close());
  const bookOn = (store: EventStore, limit = 8) =>
    createBook({
      store,
      clock: systemClock,
      decider: seatsDecider(1000),
      codec: seatsCodec,
      category: 'room',
      estate: 'main',
      limit,
      carryForward,
    });
  const lastOf = async (stream: string) =>
    (await engines.events.read(stream, { direction: 'backwards', limit: 1 })).events[0];

  it('goes on in the next book with the same state, and closes the one before', async () => {
    const book = bookOn(engines.events, 12);
    for (const name of names(13)) await book.handle(take(name), contextOf(name));
    const { state, stream } = await book.load();
    expect(state.taken).toStrictEqual(names(13));
    expect(stream).toBe('room-main.2');
    expect((await lastOf('room-main.1'))?.type).toBe('books-closed.v1');
    expect((await book.refold()).state).toStrictEqual(state);
    expect((await bookOn(engines.events, 12).load()).state).toStrictEqual(state);
  });

  it('answers a command of the book before from its events', async () => {
    const book = bookOn(engines.events, 4);
    const first = await book.handle(take('p0'), contextOf('p0'));
    for (const name of names(6)) await book.handle(take(name), contextOf(name)).catch(() => undefined);
    const fresh = bookOn(engines.events, 1000);
    expect(await fresh.handle(take('p0'), contextOf('p0'))).toMatchObject({ ...first, repeated: true });
  });

  it('is finished by the next who comes, wherever its change was cut short', async () => {
    for (let appends = 0; ; appends += 1) {
      const own = await openTestEngines();
      try {
        for (const name of names(9)) await bookOn(own.events, 1000).handle(take(name), contextOf(name));
        let left = appends;
        const dying: EventStore = {
          ...own.events,
          read: async (...args) => own.events.read(...args),
          append: async (...args) => {
            left -= 1;
            if (left < 0) throw new EngineUnavailable('an append');
            return own.events.append(...args);
          },
        };
        const whole = await bookOn(dying, 9)
          .load()
          .then(
            () => true,
            () => false,
          );
        const { state, stream } = await bookOn(own.events, 100).load();
        expect(state.taken).toStrictEqual(names(9));
        expect(stream).toBe(appends === 0 ? 'room-main.1' : 'room-main.2');
        if (whole) break;
      } finally {
        await own.close();
      }
    }
  });

  it('loses nothing and does nothing twice when two instances race over many books', async () => {
    const books = [bookOn(engines.events, 15), bookOn(engines.events, 15)];
    const answers = await Promise.all(
      names(40).flatMap((name) => books.map(async (book) => book.handle(take(name), contextOf(name)))),
    );
    expect(answers.filter(({ outcome }) => outcome !== 'done')).toStrictEqual([]);
    const { state } = await books[0]!.load();
    expect([...state.taken].sort()).toStrictEqual(names(40).sort());
    expect((await books[1]!.load()).state).toStrictEqual(state);
  });

  it('is read before what a command depends on, and again after a conflict', async () => {
    const [book, other] = [bookOn(engines.events, 1000), bookOn(engines.events, 1000)];
    const seen: number[] = [];
    const handled = await book.handleWith(async ({ taken }) => {
      seen.push(taken.length);
      if (seen.length === 1) await other.handle(take('first'), contextOf('first'));
      return take(`after ${taken.length}`);
    }, contextOf('built'));
    expect(seen).toStrictEqual([0, 1]);
    expect(handled).toMatchObject({ outcome: 'done', events: [{ by: 'after 1' }] });
    expect(await book.handleWith(() => undefined, contextOf('nothing'))).toMatchObject({ outcome: 'done', events: [] });
  });
});

it('gives a claim to one of many', async () => {
  const engines = await openTestEngines();
  const holders = await Promise.all(
    names(30).map(async (owner) =>
      claimOnce({
        store: engines.events,
        clock: systemClock,
        stream: 'identifier-1',
        eventType: 'number-claimed.v1',
        data: { owner },
        context: contextOf(owner),
      }),
    ),
  );
  expect(new Set(holders.map(({ owner }) => owner)).size).toBe(1);
  await engines.close();
});
