import type { ServiceName } from '@flow/app/product/service-names';
import { join } from 'node:path';
import { adt } from '../product/adt';
import { signIn } from '../product/asking';
import { certain } from '../product/certain';
import { startCuttableEngines, type CuttableEngines } from '../product/cuttable-engines';
import type { EngineName } from '../product/engines-running';
import { feedFor } from '../product/feeding';
import { startSpread, type ProductSpread } from '../product/product-spread';
import { startProduct, type StartedProduct } from '../product/started-product';
import { spooledBytes } from './hospital-with-cuts';

/** What docs/operations.md promises, and what a container is given before it is killed. */
const STOPS_WITHIN_MS = 10_000;
/** So that what is under way waits for an answer that does not come. */
const SILENT_FOR_MS = 1000;
const PEOPLE = 5;
const SEARCH = '{ searchPatients(text: "Testperson") { nodes { id } } }';

type Silent = readonly [service: ServiceName, engine: EngineName];
const SILENT: readonly Silent[] = [
  ['ipm', 'mongodb'],
  ['gateway', 'eventStore'],
];
const OTHERS: readonly Silent[] = [
  ['ipm', 'eventStore'],
  ['ipm', 'kafka'],
  ['beds', 'eventStore'],
  ['beds', 'mongodb'],
  ['beds', 'kafka'],
  ['patients', 'eventStore'],
  ['patients', 'mongodb'],
  ['patients', 'kafka'],
];
const EVERY = process.env['CUTS'] === 'every';
const TRIED = EVERY ? [...SILENT, ...OTHERS] : SILENT;
/** Beside which all services stop together. */
const TOGETHER: readonly EngineName[] = EVERY ? ['kafka', 'mongodb', 'eventStore'] : ['kafka'];

const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const twoDigits = (n: number): string => String(n).padStart(2, '0');

/** Of people who come and go in this row alone. */
function messagesOf(row: number): readonly string[] {
  const told = (event: 'A01' | 'A03', hour: string) => (_: unknown, index: number) => {
    const patient = row * PEOPLE + index + 1;
    const when = `202601${twoDigits(row + 2)}${hour}00${twoDigits(index)}`;
    const discharged = event === 'A03';
    return adt(event, {
      controlId: `${event}P${patient}`,
      patient,
      at: ['W1', twoDigits(index + 1)],
      when,
      discharged,
    });
  };
  const people = Array.from({ length: PEOPLE });
  return [...people.map(told('A01', '09')), ...people.map(told('A03', '10'))];
}

/** How a stop ends, and how long it takes. */
async function stopOf(product: StartedProduct): Promise<{ readonly how: number | string; readonly tookMs: number }> {
  const from = performance.now();
  const how = await product.stop();
  return { how, tookMs: performance.now() - from };
}

/** Somebody looks, and the entry of the audit that says so waits for its store. */
async function looksUnaudited({ http }: StartedProduct): Promise<void> {
  await (await signIn(http, 'bea')).ask(SEARCH);
  await certain(
    'the look is in the spool',
    STOPS_WITHIN_MS,
    async () => (await spooledBytes({ http })) > 0 || undefined,
  );
}

describe('a service that is stopped while an engine is silent', () => {
  let engines: CuttableEngines;
  let spread: ProductSpread;
  beforeAll(async () => {
    engines = await startCuttableEngines();
    const counts = { patients: 1, beds: 1, ipm: 1, gateway: 1 };
    spread = await startSpread(counts, { engines: engines.engines, envOf: (service) => engines.envOf(service) });
  }, 240_000);
  afterAll(async () => {
    await spread.stop();
    await engines.close();
  });
  const first = (service: ServiceName): StartedProduct => {
    const [instance] = spread.of(service);
    if (instance === undefined) throw new Error(`${service} does not run.`);
    return instance;
  };

  it.each(TRIED.map(([service, engine], row) => ({ service, engine, row })))(
    'ends by itself within 10 s, under a feed: $service beside $engine',
    async ({ service, engine, row }) => {
      const instance = first(service);
      const way = engines.way(service, engine);
      const messages = messagesOf(row);
      way.swallow();
      const feeding = feedFor(STOPS_WITHIN_MS, first('ipm').mllp['ipm'] ?? 0, messages);
      const isTaken = service !== 'ipm' || engine !== 'eventStore';
      if (isTaken) expect(await feeding).toBe(messages.length);
      if (service === 'gateway') await looksUnaudited(instance);
      await pause(SILENT_FOR_MS);
      const { how, tookMs } = await stopOf(instance);
      way.mend();
      await spread.kill(instance);
      await spread.start(service);
      expect(await feeding).toBe(isTaken ? messages.length : 0);
      expect(how).toBe(0);
      expect(tookMs).toBeLessThan(STOPS_WITHIN_MS);
    },
  );
});

describe('all services in one process, stopped while an engine is silent', () => {
  let engines: CuttableEngines;
  beforeAll(async () => {
    engines = await startCuttableEngines();
  }, 240_000);
  afterAll(async () => {
    await engines.engines.stop();
    await engines.close();
  });

  it.each(TOGETHER)('end within 10 s all together: %s', async (engine) => {
    const folder = join(engines.engines.folder, `beside-${engine}`);
    // All of them go the ways of one.
    const product = await startProduct({ folder, env: engines.envOf('ipm'), startsWithinMs: 120_000 });
    const way = engines.way('ipm', engine);
    const messages = messagesOf(TOGETHER.indexOf(engine));
    way.swallow();
    const feeding = feedFor(STOPS_WITHIN_MS, product.mllp['ipm'] ?? 0, messages);
    if (engine !== 'eventStore') expect(await feeding).toBe(messages.length);
    await pause(SILENT_FOR_MS);
    const { how, tookMs } = await stopOf(product);
    way.mend();
    await feeding;
    expect(how).toBe(0);
    expect(tookMs).toBeLessThan(STOPS_WITHIN_MS);
  });
});
