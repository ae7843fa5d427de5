import { UnknownEventType, type EventCodec } from '../decider/event-codec';
import { contextOf, seatsCodec, seatsDecider, type SeatTaken } from '../decider/sample-seats';
import { createStreamHandler } from '../decider/stream-handler';
import { openTestEngines } from '../engines/testing';
import type { Engines } from '../engines/engines';
import { certainly } from '../event-store/testing';
import { until } from '../running/testing';
import { silentLog } from '../telemetry/log';
import { systemClock } from '../time/clock';
import type { OperatorError } from '../values/operator-error';
import { siteVocabularies } from './raise';
import { announcing } from './speakers';
import { startSpeaking, type Speaking } from './speak';
import { raiseTo } from './switch';
import { since, writingAs, type Vocabulary } from './vocabulary';

const OLD: Vocabulary = since(1, ['seat-taken.v1']);
/** A later release, which says the same fact in another form. */
const NEW: Vocabulary = { ...OLD, ...since(2, ['seat-taken.v2']) };

const readingOnly = (known: Vocabulary): EventCodec<SeatTaken> => ({
  encode: seatsCodec.encode,
  decode(stored) {
    if (!Object.hasOwn(known, stored.type)) throw new UnknownEventType(stored.type);
    return seatsCodec.decode(stored);
  },
});
const second = {
  since: 2,
  encode: ({ by }: SeatTaken) => ({ type: 'seat-taken.v2', schemaVersion: 2, data: { by } }),
};
const MOST = 10;
const SENTENCE =
  'rooms writes stored events of vocabulary 2, and this version knows 1 alone. ' +
  'Start the newer version, or restore the backup from before.';

describe('instances of an older and a newer version on one store', () => {
  let engines: Engines;
  let running: Speaking[];
  let leftBehind: OperatorError[];
  beforeEach(async () => {
    engines = await openTestEngines();
    [running, leftBehind] = [[], []];
  });
  afterEach(async () => {
    await Promise.all(running.map((one) => one.stop()));
    await engines.close();
  });

  const site = () =>
    siteVocabularies({
      ...{ store: engines.events, documents: engines.documents, clock: systemClock },
      ...{ vocabularies: { rooms: NEW }, silentMs: 1000, most: MOST },
    });

  const raise = () => certainly(() => site().raise('ada'));

  async function started(instance: string, vocabulary: Vocabulary) {
    const { events: store, documents } = engines;
    const speaking = await startSpeaking({
      ...{
        service: 'rooms',
        vocabulary,
        instance,
        where: `${instance}:1`,
        store,
        documents,
        log: silentLog,
        everyMs: 20,
      },
      onLeftBehind: (error) => void leftBehind.push(error),
    });
    running.push(speaking);
    const codec = writingAs(readingOnly(vocabulary), vocabulary === NEW ? [second] : [], () => speaking.written());
    const room = createStreamHandler({ store, clock: systemClock, decider: seatsDecider(10), codec });
    return {
      speaking,
      take: async (by: string) => room.handle('room-1', { type: 'TakeSeat', by }, contextOf(by)),
      taken: async () => (await room.load('room-1')).state.taken,
    };
  }
  const typesStored = async () => (await engines.events.read('room-1', { limit: 100 })).events.map(({ type }) => type);

  it('write the older form until all have the newer version and somebody says so, and the newer one from then on', async () => {
    const [older, newer] = [await started('older', OLD), await started('newer', NEW)];
    await newer.take('a');
    await older.take('b');
    expect([await older.taken(), await newer.taken()]).toStrictEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    const instances = [
      { instance: 'newer', where: 'newer:1', knows: 2 },
      { instance: 'older', where: 'older:1', knows: 1 },
    ];
    const now = { service: 'rooms', written: 1, newest: 2, instances };
    expect(await site().show()).toStrictEqual([now]);
    expect(await raise()).toStrictEqual([{ ...now, outcome: 'refused' }]);
    await newer.take('c');
    expect(await typesStored()).toStrictEqual(['seat-taken.v1', 'seat-taken.v1', 'seat-taken.v1']);

    await older.speaking.stop();
    expect(await raise()).toMatchObject([{ written: 2, outcome: 'raised' }]);
    expect(await raise()).toMatchObject([{ written: 2, outcome: 'known' }]);
    await until(() => newer.speaking.written() === 2);
    await newer.take('d');
    expect((await typesStored()).at(-1)).toBe('seat-taken.v2');
    expect(await newer.taken()).toStrictEqual(['a', 'b', 'c', 'd']);

    // One that comes back says why it does not start; what it held open meanwhile reads no further.
    await expect(started('older again', OLD)).rejects.toThrow(SENTENCE);
    await expect(older.taken()).rejects.toThrow(UnknownEventType);
    expect(await site().show()).toMatchObject([{ instances: [{ instance: 'newer', knows: 2 }] }]);
  });

  it('stop where the switch was raised while they could not say that they live', async () => {
    const { speaking } = await started('older', OLD);
    const { events: store } = engines;
    const raising = { service: 'rooms', to: 2, by: 'ada', at: systemClock.now() };
    await Promise.all([1, 2].map(() => raiseTo({ store, clock: systemClock }, raising)));
    await until(() => leftBehind.length > 0);
    expect(leftBehind.map(({ message }) => message)).toStrictEqual([SENTENCE]);
    expect(speaking.readiness().ready).toBe(false);
  });

  it('are waited for only while they live', async () => {
    const killed = announcing(engines.documents, { service: 'rooms', instance: 'killed', where: 'killed:1', knows: 1 });
    await certainly(() => killed.renew());
    const newer = await started('newer', NEW);
    expect(await raise()).toMatchObject([
      { written: 2, outcome: 'raised', instances: [{ instance: 'newer', knows: 2 }] },
    ]);
    await until(() => newer.speaking.written() === 2);
  });

  it('are seen behind however many that died', async () => {
    for (let nth = 0; nth <= 2 * MOST; nth += 1) {
      const dead = { service: 'rooms', instance: `dead-${nth}`, where: `dead:${nth}`, knows: 2 };
      await certainly(() => announcing(engines.documents, dead).renew());
    }
    await started('older', OLD);
    expect(await raise()).toMatchObject([{ written: 1, outcome: 'refused', instances: [{ instance: 'older' }] }]);
  });
});
