import { documentsAway } from '../documents/testing';
import type { Engines } from '../engines/engines';
import { openTestEngines } from '../engines/testing';
import { recordingLog } from '../telemetry/testing';
import { createMetrics } from '../telemetry/metrics';
import { startReadModel, type RunningReadModel } from './read-model';
import { sampleModel as definition, type Things } from './sample-model';
import { createWriter, until } from './testing';

describe('a read model whose documents cannot be read for a moment', () => {
  let engines: Engines;
  let awayFor: number;
  const { log, lines } = recordingLog();
  const running: RunningReadModel<Things>[] = [];
  beforeEach(async () => {
    engines = await openTestEngines({ hostile: false });
    awayFor = 0;
    lines.length = 0;
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(async (model) => model.stop()));
    await engines.close();
  });

  /** So many reads are refused, of what generations there are. */
  const isAway = (collection: string): boolean => {
    if (collection !== 'read-model-generations' || awayFor === 0) return false;
    awayFor -= 1;
    return true;
  };
  async function start(): Promise<RunningReadModel<Things>> {
    const model = await startReadModel({
      definition,
      store: engines.events,
      documents: documentsAway(engines.documents, isAway),
      instance: `i${running.length}`,
      ...{ log, metrics: createMetrics() },
      timing: { ttlMs: 400, watchMs: 50, graceMs: 20 },
    });
    running.push(model);
    return model;
  }
  const generations = async () =>
    (await engines.documents.collection<{ _id: string }>('read-model-generations', [])).find({}, { limit: 100 });

  it('is rebuilt all the same', async () => {
    const write = createWriter(engines.events);
    const model = await start();
    for (let index = 0; index < 20; index += 1) await write(`thing-${index % 5}`, { value: index });
    await until(() => model.readiness().ready);
    awayFor = 6;
    expect(await model.rebuild(() => (awayFor = 2))).toStrictEqual({ events: 20 });
    expect(await generations()).toHaveLength(1);
  });

  it('still tidies up what a rebuild left that did not end', async () => {
    const first = await start();
    await until(() => first.readiness().ready);
    await first.stop();
    const held = await engines.documents.collection<{ _id: string; [field: string]: unknown }>(
      'read-model-generations',
      [],
    );
    await held.insertOne({
      ...{ _id: 'things/9', model: 'things', generation: 9, collections: [], events: 0, caughtUp: false },
    });
    await start();
    awayFor = 6;
    await until(async () => (await generations()).length === 1);
    expect(lines.filter(({ level }) => level === 'error')).toStrictEqual([]);
  });
});
