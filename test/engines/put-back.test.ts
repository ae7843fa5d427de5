import { openKafkaBus } from '@flow/platform/bus/kafka/kafka-bus';
import { keepPosition } from '@flow/platform/running/kept-position';
import type { Engines } from '@flow/platform/engines/engines';
import { openRealEngines } from '@flow/platform/engines/real-engines';
import { sampleEvent } from '@flow/platform/event-store/testing';
import { createLog, silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import type { OpenEngines } from '@flow/app/product/open-product';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { adt, admissions } from '../product/adt';
import { boardsOf } from '../product/boards';
import { certain } from '../product/certain';
import { idByNumber, orderErasure, untilErased } from '../product/erasing';
import { startEngines, type RunningEngines } from '../product/engines-running';
import { startHere, type ProductHere } from '../product/product-here';
import { runCommand } from '../product/running-command';
import { ABOUT_SOMEBODY, SOMEBODY } from '../product/somebody';

const MARK_EVERY_MS = 100;
const NAMES = /"family":"(Testperson\d+)"/g;
const TASKS = '{ ipmTasks { nodes { kind subjects } } }';
const LATER = adt('A01', { controlId: 'LATER', patient: 7, at: ['W1', '07'], when: '20260103090000' });

let engines: RunningEngines;
beforeAll(async () => {
  engines = await startEngines();
}, 180_000);
afterAll(async () => engines.stop());

/** On a database of its own in the document store. */
async function opened(database: string, lines: string[] = []): Promise<Engines> {
  const addresses = {
    eventStore: { text: engines.of('eventStore').url },
    inbox: { text: engines.of('eventStore').url },
    kafka: { brokers: [engines.of('kafka').url], tls: false, copies: 1 },
    mongodb: { text: `${engines.of('mongodb').url}/${database}` },
    siteKeyFile: engines.env()['SITE_KEY_FILE'] ?? '',
  };
  const log = createLog({ destination: { write: (line: string) => void lines.push(line) } });
  return openRealEngines({ addresses, log, metrics: createMetrics(), markEveryMs: MARK_EVERY_MS });
}

describe('an event store that is put back to an earlier copy', () => {
  const open: Engines[] = [];
  const open1 = async (database: string, lines?: string[]): Promise<Engines> => {
    const one = await opened(database, lines);
    open.push(one);
    return one;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map(async (one) => one.close()));
  });

  async function wrote(database: string, stream: string, count = 1): Promise<string> {
    const one = await opened(database);
    for (let index = 0; index < count; index += 1)
      await one.events.append(stream, index === 0 ? 'no-stream' : index - 1, [sampleEvent()]);
    const kept = await keepPosition(one.documents, one.events, 'part');
    const { events } = await one.events.read(stream, { direction: 'backwards', limit: 1 });
    if (events[0]) await kept.write(events[0].position);
    const epoch = await one.events.epoch();
    await one.close();
    return epoch;
  }
  const positionKept = async ({ documents, events }: Engines) => (await keepPosition(documents, events, 'part')).read();

  it('is noticed once by all that start at once, and nobody has taken anything of its next life', async () => {
    const first = await wrote('once', 'sample-once-1');
    await engines.keepEvents();
    expect(await wrote('once', 'sample-once-2')).toBe(first);
    await engines.putEventsBack();
    const all = await Promise.all([open1('once'), open1('once'), open1('once')]);
    const epochs = await Promise.all(all.map(async ({ events }) => events.epoch()));
    expect(new Set(epochs).size).toBe(1);
    expect(epochs).not.toContain(first);
    expect(new Set(all.map(({ putBack }) => putBack?.noticedAt)).size).toBe(1);
    const { putBack } = all[0];
    expect(putBack?.eventsTo).toStrictEqual(expect.any(String));
    expect(putBack?.inboxTo).toBe(putBack?.eventsTo);
    for (const one of all) expect(await positionKept(one)).toBeUndefined();
    const again = await open1('once');
    expect([await again.events.epoch(), again.putBack]).toStrictEqual([epochs[0], putBack]);
  });

  it('is noticed when it has grown beyond its old end meanwhile, and when even its next life is lost', async () => {
    const first = await wrote('grown', 'sample-grown-1');
    await engines.keepEvents();
    await wrote('grown', 'sample-grown-2');
    await engines.putEventsBack();
    for (let round = 0; round < 3; round += 1) await wrote('others', `sample-grown-others-${round}`, 5);
    const second = await wrote('grown', 'sample-grown-3');
    expect(second).not.toBe(first);
    await engines.putEventsBack();
    const third = await open1('grown');
    expect([first, second]).not.toContain(await third.events.epoch());
    expect(await positionKept(third)).toBeUndefined();
  });

  const putBackOn = async (database: string, ...more: readonly string[]) =>
    runCommand(join(engines.folder, 'none'), ['app/backup/main', 'put-back', ...more], {
      ...engines.env(),
      MONGODB_URL: `${engines.of('mongodb').url}/${database}`,
    });

  it('is what the operator says it is, and whoever runs then ends', async () => {
    const first = await wrote('said', 'sample-said');
    const running = await open1('said');
    // Nobody can be asked, and nothing shows that it was: the product goes on.
    const refused = await putBackOn('said');
    expect(refused).toMatchObject({ code: 1, output: '' });
    expect(refused.errors).toContain(
      'Were both put back? Nobody can be asked here: say --yes to do it without asking.',
    );
    expect(await running.events.epoch()).toBe(first);
    const run = await putBackOn('said', '--yes');
    expect(run).toMatchObject({ code: 0, errors: '' });
    const ended = await running.ended;
    expect(ended?.message).toContain('Start it again');
    const next = await open1('said');
    expect(await next.events.epoch()).not.toBe(first);
    expect(run.output).toContain(next.putBack?.inboxTo);
  });

  it('need not be said where the documents know of what it lacks', async () => {
    await wrote('shown', 'sample-shown-1');
    await engines.keepEvents();
    const before = await wrote('shown', 'sample-shown-2');
    await engines.putEventsBack();
    const run = await putBackOn('shown', '--yes');
    expect(run).toMatchObject({ code: 0, errors: '' });
    expect(run.output).toContain('every process notices that by itself');
    const next = await open1('shown');
    expect(await next.events.epoch()).not.toBe(before);
    expect(next.putBack?.eventsTo).toStrictEqual(expect.any(String));
  });

  it('is not suspected where documents are new, or older than the store', async () => {
    const first = await wrote('quiet', 'sample-quiet-1');
    const fresh = await open1('fresh');
    expect(await fresh.events.epoch()).toBe(first);
    await wrote('fresh', 'sample-quiet-2');
    const lines: string[] = [];
    const older = await open1('quiet', lines);
    expect([await older.events.epoch(), await positionKept(older)]).toStrictEqual([first, expect.any(String)]);
    expect(lines).toStrictEqual([]);
  });
});

describe('the product on an event store that is put back under it', () => {
  let here: ProductHere | undefined;
  afterEach(async () => here?.stop());

  const openEngines: OpenEngines = async () => opened('product');
  const start = async (): Promise<ProductHere> => {
    here = await startHere(join(engines.folder, 'product'), engines.env(), openEngines);
    return here;
  };
  /** Every message of that topic from now on, by the id of its event. */
  function listen(topic: string): { readonly ids: readonly string[]; end(): Promise<void> } {
    const ids: string[] = [];
    const ending = new AbortController();
    const bus = openKafkaBus({
      connection: { brokers: [engines.of('kafka').url] },
      ...{ replicationFactor: 1, log: silentLog, metrics: createMetrics() },
    });
    const consuming = bus.consume({
      ...{ group: 'listener', topics: [topic], signal: ending.signal },
      onBatch: async (messages) => {
        ids.push(...messages.map(({ headers }) => headers['event-id'] ?? ''));
        return Promise.resolve();
      },
    });
    return {
      ids,
      async end() {
        ending.abort();
        await consuming;
        await bus.close();
      },
    };
  }
  async function erased(product: ProductHere, patientId: string): Promise<void> {
    const iggy = await product.as('iggy');
    await orderErasure(iggy, patientId);
    await untilErased(iggy, patientId, 'WAITS_FOR_ENGINES');
  }
  const shown = async (product: ProductHere): Promise<readonly string[]> =>
    [...JSON.stringify((await boardsOf(product)).wards).matchAll(NAMES)].map(([, name = '']) => name).sort();

  it('ends, and when it is started again shows what is there, names the gap, and takes what is sent again', async () => {
    let product = await start();
    await product.tell(...admissions(2), ...ABOUT_SOMEBODY);
    await product.settled();
    const patientId = (await idByNumber(await product.as('bea'), SOMEBODY.number)) ?? '';
    await product.stop();
    await engines.keepEvents();
    product = await start();
    await erased(product, patientId);
    // A pod's folder goes with it: the documents know who was erased.
    await rm(join(product.folder, 'erasures.log'));
    const heard = listen('patients');
    await product.tell(LATER);
    await product.settled();
    expect(await shown(product)).toStrictEqual(['Testperson1', 'Testperson2', 'Testperson7']);

    const told: string[] = [];
    void product.product.ended.then(({ message }) => told.push(message));
    await engines.putEventsBack();
    await certain('it says that it ends', 30_000, () => (told.length > 0 ? true : undefined));
    expect(told).toStrictEqual([expect.stringContaining('Start it again')]);
    await product.stop();

    product = await start();
    const { http, log } = product;
    await certain('people are let in', 60_000, async () => ((await fetch(`${http}/readyz`)).ok ? true : undefined));
    expect(log.filter((line) => line.includes('Erasures have been applied again.'))).toHaveLength(1);
    expect(await idByNumber(await product.as('bea'), SOMEBODY.number)).toBeUndefined();
    await product.settled();
    expect(await shown(product)).toStrictEqual(['Testperson1', 'Testperson2']);
    const ina = await product.as('ina');
    const tasks = JSON.stringify(await ina.ask(TASKS));
    for (const partner of ['ipm', 'corpora']) expect(tasks).toContain(`"feed-to-send-again","subjects":["${partner}"`);
    await certain('what was published is published again', 30_000, () =>
      new Set(heard.ids).size < heard.ids.length ? true : undefined,
    );
    await heard.end();
    await product.tell(LATER);
    await product.settled();
    expect(await shown(product)).toStrictEqual(['Testperson1', 'Testperson2', 'Testperson7']);
  });
});
