import type { MongoDocuments } from '@flow/platform/documents/mongodb/mongo-documents';
import { put, type Thing } from '@flow/platform/documents/testing';
import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import type { Position } from '@flow/platform/event-store/event-store';
import { persistently } from '@flow/platform/running/persistently';
import { startReadModel, type RunningReadModel } from '@flow/platform/running/read-model';
import { sampleModel, sumOf, type Things } from '@flow/platform/running/sample-model';
import { createWriter, until } from '@flow/platform/running/testing';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { startStandIn, type RunningStandIn } from './running-mongodb';

const KILLS = 3;
const WRITERS = 6;

let server: RunningStandIn;
let documents: MongoDocuments;
const stop = new AbortController();
beforeAll(async () => {
  server = await startStandIn();
  documents = server.documents();
});
afterAll(async () => {
  stop.abort();
  await documents.close();
  await server.remove();
});

it(`has all that it acknowledged after it was killed under load, ${KILLS} times`, async () => {
  const things = await documents.collection<Thing>('things', [{ fields: ['writer'] }]);
  const acknowledged: string[] = [];
  const over = new AbortController();
  const writing = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let index = 0; !over.signal.aborted; index += 1) {
      const thing = { _id: `${writer}/${index}`, writer };
      await persistently(async () => things.replaceOne({ _id: thing._id }, thing, { upsert: true }), {
        signal: stop.signal,
        log: silentLog,
      });
      acknowledged.push(thing._id);
    }
  });
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const before = acknowledged.length;
    await until(() => acknowledged.length > before + 200);
    server.kill();
    await server.restart();
  }
  over.abort();
  await Promise.all(writing);
  const held = await things.find({}, { limit: acknowledged.length + WRITERS });
  expect(held.map(({ _id }) => _id)).toStrictEqual([...acknowledged].sort());
});

describe('a read model of events that are elsewhere', () => {
  let engines: Engines;
  let model: RunningReadModel<Things>;
  let write: ReturnType<typeof createWriter>;
  beforeEach(async () => {
    engines = await openTestEngines({ hostile: false });
    write = createWriter(engines.events);
    model = await startReadModel({
      ...{ definition: sampleModel, store: engines.events, documents, instance: 'i', log: silentLog },
      metrics: createMetrics(),
      timing: { ttlMs: 2000, watchMs: 50, graceMs: 20 },
    });
  });
  afterEach(async () => {
    await model.stop();
    await engines.close();
  });

  async function writeSome(count: number): Promise<Position> {
    let last: Position | undefined;
    for (let value = 0; value < count; value += 1) last = await write(`thing-${value % 5}`, { value });
    return last!;
  }
  const sums = async (): Promise<readonly number[]> =>
    (await model.current().find({}, { limit: 10 })).map(({ sum }) => sum);
  const isAt = async (expected: readonly number[]): Promise<boolean> =>
    sums().then(
      (found) => JSON.stringify(found) === JSON.stringify(expected),
      () => false,
    );

  it('is whole after its server was killed while it was folding', async () => {
    const more = writeSome(400);
    for (let kill = 1; kill <= KILLS; kill += 1) {
      await until(async () => (await sums().catch(() => [])).length === 5);
      server.kill();
      await server.restart();
    }
    await more;
    await until(async () => isAt([0, 1, 2, 3, 4].map((thing) => sumOf(400, thing))));
  });

  it('reads its position again where its server was put back to an earlier hour, and folds what is missing', async () => {
    await writeSome(50);
    await until(async () => isAt([0, 1, 2, 3, 4].map((thing) => sumOf(50, thing))));
    server.kill();
    await server.keepCopy();
    await server.restart();
    await writeSome(50);
    await until(async () => isAt([0, 1, 2, 3, 4].map((thing) => 2 * sumOf(50, thing))));
    server.kill();
    await server.putBack();
    await server.restart();
    await writeSome(50);
    await until(async () => isAt([0, 1, 2, 3, 4].map((thing) => 3 * sumOf(50, thing))));
  });
});

it('keeps what is planted in values as values', async () => {
  const things = await documents.collection<Thing>('planted', [{ fields: ['name'] }]);
  const names = ['$where', '{"$ne":null}', '.*', "'; return true; //", 'a\0b', '__proto__'];
  for (const [index, name] of names.entries()) await put(things, { _id: `${index}`, name });
  for (const [index, name] of names.entries()) {
    for (const condition of [name, { $in: [name] }, { $prefix: name }]) {
      expect(await things.find({ name: condition }, { limit: 10 })).toStrictEqual([{ _id: `${index}`, name }]);
    }
  }
  await expect(things.insertOne({ _id: 'x', inner: { _bsontype: 'Code', code: 'x' } })).rejects.toThrow(TypeError);
});
