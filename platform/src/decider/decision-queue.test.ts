import { openTestEngines } from '../engines/testing';
import type { Engines } from '../engines/engines';
import { EngineUnavailable, OutcomeUnknown } from '../event-store/errors';
import type { EventStore } from '../event-store/event-store';
import { systemClock } from '../time/clock';
import { accept, type Decider } from './decider';
import { contextOf, seatsCodec, type SeatTaken, type TakeSeat } from './sample-seats';
import { createStreamHandler } from './stream-handler';

const STREAM = 'room-1';
const ROWS = 40;
const SEATS_A_ROW = 10;

/** Takes a whole row each time: not many of them fit into one append. */
const rows: Decider<TakeSeat, SeatTaken, number, never> = {
  initialState: 0,
  decide: ({ by }) => accept(...Array.from({ length: SEATS_A_ROW }, (): SeatTaken => ({ type: 'SeatTaken', by }))),
  evolve: (taken) => taken + 1,
};

describe('what those who asked are told of a store in trouble', () => {
  let engines: Engines;
  beforeEach(async () => {
    engines = await openTestEngines({ hostile: false });
  });
  afterEach(async () => engines.close());

  const take = (by: string): TakeSeat => ({ type: 'TakeSeat', by });
  const rowsOn = (store: EventStore) =>
    createStreamHandler({ store, clock: systemClock, decider: rows, codec: seatsCodec });
  const taken = async () => (await engines.events.read(STREAM, { limit: 4096 })).events.map(({ data }) => data['by']);

  it('is that nothing was done only of those of whom nothing is done afterwards', async () => {
    const overtaken = { yet: false, readFails: false };
    const store: EventStore = {
      ...engines.events,
      async append(...args) {
        if (!overtaken.yet) {
          Object.assign(overtaken, { yet: true, readFails: true });
          await rowsOn(engines.events).handle(STREAM, take('other'), contextOf('other'));
        }
        return engines.events.append(...args);
      },
      async read(...args) {
        if (!overtaken.readFails) return engines.events.read(...args);
        overtaken.readFails = false;
        throw new EngineUnavailable('a read');
      },
    };
    const handler = rowsOn(store);
    const asked = Array.from({ length: ROWS }, (_, row) => `row-${row}`);
    const told = await Promise.allSettled(asked.map(async (by) => handler.handle(STREAM, take(by), contextOf(by))));
    // Whatever else was waiting is before this one.
    await handler.handle(STREAM, take('last'), contextOf('last'));
    const done = asked.filter((_, row) => told[row]?.status === 'fulfilled');
    expect(done.length).toBeLessThan(ROWS);
    expect([...new Set(await taken())].sort()).toStrictEqual(['last', 'other', ...done].sort());
  });

  /** Each append is written or not and answered by that error; after the last of them the store is well. */
  const troubled = (...attempts: readonly { readonly written: boolean; readonly error: Error }[]): EventStore => {
    let attempt = 0;
    return {
      ...engines.events,
      async append(...args) {
        const trouble = attempts[attempt];
        attempt += 1;
        if (trouble === undefined || trouble.written) {
          const appended = await engines.events.append(...args);
          if (trouble === undefined) return appended;
        }
        throw trouble.error;
      },
    };
  };
  const lost = { written: true, error: new OutcomeUnknown('an append') };
  const away = { written: false, error: new EngineUnavailable('an append') };

  it('is what became of it, where an answer was lost and then nobody was there', async () => {
    const handled = await rowsOn(troubled(lost, away, away)).handle(STREAM, take('a'), contextOf('a'));
    expect(handled).toMatchObject({ outcome: 'done', revision: SEATS_A_ROW - 1 });
    expect(await taken()).toHaveLength(SEATS_A_ROW);
  });

  it('is that nobody knows, where nobody has come back in time', async () => {
    let now = 0;
    const clock = { ...systemClock, monotonicMs: () => (now += 3000) };
    const store = troubled(lost, ...Array.from({ length: 20 }, () => away));
    const handler = createStreamHandler({ store, clock, decider: rows, codec: seatsCodec });
    await expect(handler.handle(STREAM, take('a'), contextOf('a'))).rejects.toThrow(OutcomeUnknown);
    expect(await taken()).toHaveLength(SEATS_A_ROW);
  });
});
