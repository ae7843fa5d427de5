import type { ServiceName } from '@flow/app/product/service-names';
import { admissions } from '../product/adt';
import { startCuttableEngines, type CuttableEngines } from '../product/cuttable-engines';
import type { EngineName } from '../product/engines-running';
import { feedFor } from '../product/feeding';
import { startSpread, type ProductSpread } from '../product/product-spread';

/** What docs/operations.md promises, and what a container is given before it is killed. */
const STOPS_WITHIN_MS = 10_000;
/** So that what is under way waits for an answer that does not come. */
const SILENT_FOR_MS = 1000;
const MANY = 10;

type Silent = readonly [service: ServiceName, engine: EngineName];
const SILENT: readonly Silent[] = [
  ['ipm', 'mongodb'],
  ['beds', 'kafka'],
  ['patients', 'eventStore'],
  ['gateway', 'eventStore'],
];
const OTHERS: readonly Silent[] = [
  ['ipm', 'eventStore'],
  ['ipm', 'kafka'],
  ['beds', 'eventStore'],
  ['beds', 'mongodb'],
  ['patients', 'mongodb'],
  ['patients', 'kafka'],
];
const TRIED = process.env['CUTS'] === 'every' ? [...SILENT, ...OTHERS] : SILENT;

const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

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

  it.each(TRIED)('ends by itself within 10 s, under a feed: %s beside %s', async (service, engine) => {
    const [instance] = spread.of(service);
    const [ipm] = spread.of('ipm');
    const way = engines.way(service, engine);
    way.swallow();
    const feeding = feedFor(STOPS_WITHIN_MS, ipm?.mllp['ipm'] ?? 0, admissions(MANY));
    await pause(SILENT_FOR_MS);
    const from = performance.now();
    const how = await instance?.stop();
    const tookMs = performance.now() - from;
    way.mend();
    if (instance) await spread.kill(instance);
    await spread.start(service);
    await feeding;
    expect(how).toBe(0);
    expect(tookMs).toBeLessThan(STOPS_WITHIN_MS);
  });
});
