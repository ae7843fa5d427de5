import type { Documents } from '../documents/documents';
import type { Engines } from '../engines/engines';
import { openTestEngines } from '../engines/testing';
import { EngineUnavailable } from '../event-store/errors';
import { certainly } from '../event-store/testing';
import type { Position, RecordedEvent } from '../event-store/event-store';
import { silentLog } from '../telemetry/log';
import { createMetrics } from '../telemetry/metrics';
import { startReadModel, type ReadModelDefinition, type RunningReadModel } from './read-model';
import { sampleModel as definition, sumOf, type Thing, type Things } from './sample-model';
import { createWriter, until } from './testing';

describe.each([
  ['plain', false],
  ['hostile', { seed: 3 }],
] as const)('a read model on %s engines', (_, hostile) => {
  let engines: Engines;
  let write: ReturnType<typeof createWriter>;
  const running: RunningReadModel<Things>[] = [];
  beforeEach(async () => {
    engines = await openTestEngines({ hostile });
    write = createWriter(engines.events);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(async (model) => model.stop()));
    await engines.close();
  });

  async function start(over: Partial<ReadModelDefinition<Things>> = {}, documents: Documents = engines.documents) {
    const model = await startReadModel({
      definition: { ...definition, ...over },
      store: engines.events,
      documents,
      instance: `i${running.length}`,
      log: silentLog,
      metrics: createMetrics(),
      timing: { ttlMs: 400, watchMs: 50, graceMs: 20 },
    });
    running.push(model);
    return model;
  }
  async function writeSome(count: number): Promise<Position> {
    let last: Position | undefined;
    for (let index = 0; index < count; index += 1) last = await write(`thing-${index % 5}`, { value: index });
    return last!;
  }
  const all = async (model: RunningReadModel<Things>) => model.current().find({}, { limit: 100 });
  const generations = async () =>
    (await engines.documents.collection<{ _id: string; collections: string[] }>('read-model-generations', [])).find(
      {},
      { limit: 100 },
    );

  it('follows, and is ready once it has caught up', async () => {
    await writeSome(23);
    const model = await start();
    expect(model.position()).toBeUndefined();
    expect(model.readiness()).toMatchObject({ ready: false, reason: expect.stringContaining('past events') as string });
    await until(() => model.readiness().ready);
    const last = await writeSome(10);
    expect(await model.waitFor(last, 5000)).toBe(true);
    expect(model.position()).toBe(last);
    expect((await all(model)).map(({ _id, sum }) => [_id, sum])).toStrictEqual(
      [0, 1, 2, 3, 4].map((n) => [`thing-${n}`, sumOf(23, n) + sumOf(10, n)]),
    );
  });

  it('answers on every instance, and goes on on another when the owner stops', async () => {
    const [first, second] = [await start(), await start()];
    const last = await writeSome(8);
    expect(await Promise.all([first.waitFor(last, 5000), second.waitFor(last, 5000)])).toStrictEqual([true, true]);
    await until(() => first.readiness().ready && second.readiness().ready);
    await first.stop();
    const later = await writeSome(7);
    expect(await second.waitFor(later, 8000)).toBe(true);
  });

  it('goes on where it was, and repeats without harm what came between applying and the checkpoint', async () => {
    const applied: string[] = [];
    const last = await writeSome(6);
    const dying = await start({
      // It applies, and dies before the checkpoint can be stored.
      async apply(things, events) {
        await definition.apply(things, events);
        applied.push(...events.map(({ id }) => id));
        throw new Error('killed');
      },
    });
    await until(() => dying.readiness().reason?.includes('stopped at a fault') ?? false);
    expect(await dying.waitFor(last, 20)).toBe(false);
    await dying.stop();
    const next = await start();
    expect(await next.waitFor(last, 5000)).toBe(true);
    expect(applied.length).toBeGreaterThan(0);
    expect((await all(next)).map(({ sum }) => sum)).toStrictEqual([0, 1, 2, 3, 4].map((n) => sumOf(6, n)));
    await next.stop();
    const seen: RecordedEvent[] = [];
    const third = await start({ apply: async (_things, events) => void seen.push(...events) });
    await until(() => third.caughtUp());
    expect(third.position()).toBe(last);
    if (hostile === false) expect(seen).toStrictEqual([]);
  });

  it('is the same after a rebuild, which goes on beside the live one', async () => {
    const model = await start();
    let last = await writeSome(40);
    await model.waitFor(last, 5000);
    const before = await all(model);
    const progress: number[] = [];
    const old = model.current();
    const { events } = await model.rebuild(({ done, total }) => {
      expect(total).toBe(40);
      progress.push(done);
    });
    expect(events).toBe(40);
    expect(progress.at(-1)).toBe(40);
    expect(model.current()).not.toBe(old);
    expect(await all(model)).toStrictEqual(before);
    last = await writeSome(5);
    expect(await model.waitFor(last, 5000)).toBe(true);
    expect((await all(model))[0]).toMatchObject({ sum: sumOf(40, 0) });
    expect(await generations()).toStrictEqual([expect.objectContaining({ collections: ['things-2-all'] })]);
  });

  it('misses nothing that happens during a rebuild', async () => {
    const model = await start();
    await model.waitFor(await writeSome(20), 5000);
    let more: Promise<Position> | undefined;
    await model.rebuild(() => {
      more ??= writeSome(15);
    });
    expect(await model.waitFor(await more!, 5000)).toBe(true);
    expect((await all(model)).map(({ sum }) => sum)).toStrictEqual(
      [0, 1, 2, 3, 4].map((thing) => sumOf(20, thing) + sumOf(15, thing)),
    );
  });

  it('can be rebuilt where nothing has happened, and by an instance that does not own it', async () => {
    const [first, second] = [await start(), await start()];
    expect(await second.rebuild(() => undefined)).toStrictEqual({ events: 0 });
    const last = await writeSome(3);
    await until(async () => (await all(first)).length === 3);
    expect(await second.waitFor(last, 5000)).toBe(true);
  });

  it('keeps what is shown when a rebuild is stopped half-way, and tidies up at the next start', async () => {
    const model = await start();
    const last = await writeSome(12);
    await model.waitFor(last, 5000);
    const before = await all(model);
    const stop = new AbortController();
    const rebuilding = model.rebuild(() => stop.abort(), stop.signal);
    await expect(rebuilding).rejects.toThrow('what is shown is as it was');
    expect(await all(model)).toStrictEqual(before);
    await model.stop();
    const stale = await engines.documents.collection<{
      _id: string;
      model: string;
      generation: number;
      collections: string[];
    }>('read-model-generations', []);
    await until(async () =>
      stale
        .updateOne(
          { _id: 'things/77' },
          { $set: { model: 'things', generation: 77, collections: ['things-77-all'], events: 0, caughtUp: false } },
          { upsert: true },
        )
        .catch(() => false),
    );
    const next = await start();
    await until(async () => (await generations()).length === 1);
    await until(() => next.caughtUp());
    expect(await all(next)).toStrictEqual(before);
  });

  it('stops at an event of its own that it does not know', async () => {
    const model = await start();
    await write('thing-1', { value: 1 }, 'thing-turned.v9');
    await until(() => model.readiness().reason?.includes('newer version') ?? false);
  });

  it('outlasts passing faults', async () => {
    let failures = 0;
    const model = await start({
      async apply(things, events) {
        failures += 1;
        if (failures < 4) throw new EngineUnavailable('a test');
        await definition.apply(things, events);
      },
    });
    expect(await model.waitFor(await writeSome(2), 5000)).toBe(true);
  });

  it('folds again what the documents have lost, though it had stored it', async () => {
    const model = await start();
    const kept = await writeSome(10);
    await model.waitFor(kept, 5000);
    const [entries, held] = [await engines.documents.collection<Entry>('read-model-generations', []), await all(model)];
    const earlier = (await entries.findOne({ _id: 'things/1' }))!;
    const lost = await writeSome(10);
    await model.waitFor(lost, 5000);
    await certainly(async () => entries.replaceOne({ _id: earlier._id }, earlier));
    for (const thing of held) {
      await certainly(async () => model.current().replaceOne({ _id: thing._id }, thing));
    }
    await write('thing-0', { value: 0 });
    await until(
      async () => JSON.stringify(sumsOf(await all(model))) === JSON.stringify(sumsOf(held).map((n) => 2 * n)),
    );
  });

  it('begins anew when the store has begun another life', async () => {
    const first = await start();
    await first.waitFor(await writeSome(4), 5000);
    await first.stop();
    const restored = { ...engines.events, epoch: async () => 'another' };
    const model = await startReadModel({
      ...{ definition, store: restored, documents: engines.documents, instance: 'x', log: silentLog },
      metrics: createMetrics(),
      timing: { ttlMs: 400, watchMs: 50, graceMs: 20 },
    });
    running.push(model);
    await until(() => model.caughtUp());
    expect(await all(model)).toHaveLength(4);
    await until(async () => (await generations()).length === 1);
  });
});

interface Entry {
  readonly _id: string;
  readonly position?: Position;
}

const sumsOf = (things: readonly Thing[]): readonly number[] => things.map(({ sum }) => sum);
