import { openTestEngines } from '../engines/testing';
import type { Engines } from '../engines/engines';
import { EngineUnavailable, OutcomeUnknown } from '../event-store/errors';
import type { EventStore } from '../event-store/event-store';
import { systemClock } from '../time/clock';
import { contextOf, PAST, seatsCodec, seatsDecider, type TakeSeat } from './sample-seats';
import { createStreamHandler } from './stream-handler';

const STREAM = 'room-1';
const take = (by: string): TakeSeat => ({ type: 'TakeSeat', by });

describe('commands on streams', () => {
  let engines: Engines;
  beforeEach(async () => {
    engines = await openTestEngines();
  });
  afterEach(async () => engines.close());
  const handlerOn = (store: EventStore, seats = 10) =>
    createStreamHandler({ store, clock: systemClock, decider: seatsDecider(seats), codec: seatsCodec });
  const storedOn = async (store: EventStore) => (await store.read(STREAM, { limit: 4096 })).events;

  it('stores what was decided with its whole metadata, under an id derived from the command', async () => {
    const handled = await handlerOn(engines.events).handle(STREAM, take('a'), contextOf('1'));
    expect(handled).toMatchObject({
      outcome: 'done',
      events: [{ type: 'SeatTaken', by: 'a' }],
      revision: 0,
      repeated: false,
    });
    const [event] = await storedOn(engines.events);
    expect(event).toMatchObject({
      type: 'seat-taken.v1',
      data: { by: 'a' },
      metadata: { ...contextOf('1'), schemaVersion: 1 },
    });
    expect(event?.metadata).not.toHaveProperty('validUntil');
  });

  it('answers the same command fifty times from the events of the first, also on another instance', async () => {
    const [one, other] = [handlerOn(engines.events), handlerOn(engines.events)];
    const first = await one.handle(STREAM, take('a'), contextOf('1'));
    await one.handle(STREAM, take('b'), contextOf('2'));
    for (const handler of [one, other]) {
      const again = await Promise.all(
        Array.from({ length: 25 }, async () => handler.handle(STREAM, take('a'), contextOf('1'))),
      );
      for (const handled of again) expect(handled).toStrictEqual({ ...first, repeated: true });
    }
    expect(await storedOn(engines.events)).toHaveLength(2);
  });

  it('carries out one of two equal commands of one batch', async () => {
    const handler = handlerOn(engines.events);
    const both = await Promise.all([1, 2].map(async () => handler.handle(STREAM, take('a'), contextOf('1'))));
    expect(both.map((each) => each.outcome === 'done' && each.repeated)).toStrictEqual([false, true]);
    expect(await storedOn(engines.events)).toHaveLength(1);
  });

  it('refuses the same key with other input', async () => {
    const handler = handlerOn(engines.events);
    await handler.handle(STREAM, take('a'), contextOf('1'));
    expect(await handler.handle(STREAM, take('b'), contextOf('1', 'other'))).toStrictEqual({ outcome: 'key-reused' });
  });

  it('drops what comes too late, and lets a command that throws fail alone', async () => {
    const handler = handlerOn(engines.events);
    const late = handler.handle(STREAM, take('a'), { ...contextOf('1'), validUntil: PAST });
    const thrown = expect(handler.handle(STREAM, take('thrower'), contextOf('2'))).rejects.toThrow('fails alone');
    const fine = handler.handle(STREAM, take('c'), contextOf('3'));
    expect(await late).toStrictEqual({ outcome: 'expired' });
    await thrown;
    expect(await fine).toMatchObject({ outcome: 'done', revision: 0 });
  });

  it('decides refusals again', async () => {
    const handler = handlerOn(engines.events, 1);
    await handler.handle(STREAM, take('a'), contextOf('1'));
    expect(await handler.handle(STREAM, take('b'), contextOf('2'))).toStrictEqual({
      outcome: 'rejected',
      rejection: 'FULL',
    });
    const roomier = handlerOn(engines.events, 2);
    expect(await roomier.handle(STREAM, take('b'), contextOf('2'))).toMatchObject({ outcome: 'done', revision: 1 });
  });

  it('never gives a seat twice to 300 who race on two instances', async () => {
    const handlers = [handlerOn(engines.events, 100), handlerOn(engines.events, 100)];
    const answers = await Promise.all(
      Array.from({ length: 300 }, async (_, index) =>
        handlers[index % 2]?.handle(STREAM, take(`p${index}`), contextOf(`${index}`)),
      ),
    );
    const outcomes = answers.map((answer) => answer?.outcome);
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(100);
    expect(outcomes.filter((outcome) => outcome === 'rejected')).toHaveLength(200);
    const taken = (await storedOn(engines.events)).map(({ data }) => data['by']);
    expect(new Set(taken).size).toBe(100);
  });

  it('repeats identically what had no answer, and passes on that the store is away', async () => {
    let unanswered = 3;
    const flaky: EventStore = {
      ...engines.events,
      read: async (...args) => engines.events.read(...args),
      async append(...args) {
        const appended = await engines.events.append(...args);
        unanswered -= 1;
        if (unanswered >= 0) throw new OutcomeUnknown('an append');
        return appended;
      },
    };
    expect(await handlerOn(flaky).handle(STREAM, take('a'), contextOf('1'))).toMatchObject({
      outcome: 'done',
      revision: 0,
    });
    const away: EventStore = { ...flaky, append: async () => Promise.reject(new EngineUnavailable('an append')) };
    await expect(handlerOn(away).handle(STREAM, take('b'), contextOf('2'))).rejects.toThrow(EngineUnavailable);
    expect(await storedOn(engines.events)).toHaveLength(1);
  });

  it('loads what was never written, and what is there', async () => {
    const handler = handlerOn(engines.events);
    expect(await handler.load(STREAM)).toStrictEqual({ state: { taken: [] }, revision: -1, position: undefined });
    await handler.handle(STREAM, take('a'), contextOf('1'));
    expect(await handler.load(STREAM)).toMatchObject({ state: { taken: ['a'] }, revision: 0 });
  });
});
