import { SERVICES, type ServiceName } from '@flow/app/product/service-names';
import { startProxy, type Proxy, type Target } from '@flow/engines/proxy';
import { join } from 'node:path';
import { startEngines, type RunningEngines } from './engines-running';
import { killAll, startProduct, type StartedProduct } from './started-product';

/** The product as processes of their own, one or more a service, over engines that all of them share. */
export interface ProductSpread {
  readonly engines: RunningEngines;
  /** Of that service, the instances that were started and not killed, the first started first. */
  of(service: ServiceName): readonly StartedProduct[];
  start(service: ServiceName): Promise<StartedProduct>;
  /** SIGKILL; others find it gone when they next ask. */
  kill(instance: StartedProduct): Promise<void>;
  stop(): Promise<void>;
}

export interface SpreadOptions {
  /** Started here unless given; stopped with the product in any case. */
  readonly engines?: RunningEngines;
  /** What a process of that service is told of the engines; as all the others unless given. */
  readonly envOf?: (service: ServiceName) => Readonly<Record<string, string>>;
}

const targetOf = ({ http }: StartedProduct): Target => ({ host: '127.0.0.1', port: Number(new URL(http).port) });

export async function startSpread(
  counts: Readonly<Record<ServiceName, number>>,
  given: SpreadOptions = {},
): Promise<ProductSpread> {
  const engines = given.engines ?? (await startEngines());
  const envOf = given.envOf ?? (() => engines.env());
  const running = new Map<ServiceName, StartedProduct[]>(SERVICES.map((service) => [service, []]));
  const proxies = new Map<ServiceName, Proxy>();
  const instancesOf = (service: ServiceName) => running.get(service) ?? [];
  let started = 0;
  const spread: ProductSpread = {
    engines,
    of: instancesOf,
    async start(service) {
      started += 1;
      const others = [...proxies].filter(([name]) => name !== service && name !== 'gateway');
      const env = {
        ...envOf(service),
        SERVICES: service,
        SERVICE_URLS: others.map(([name, { port }]) => `${name}=http://127.0.0.1:${port}`).join(','),
      };
      const instance = await startProduct({
        folder: join(engines.folder, `${service}-${started}`),
        env,
        startsWithinMs: 120_000,
      });
      instancesOf(service).push(instance);
      return instance;
    },
    async kill(instance) {
      for (const [service, instances] of running)
        running.set(
          service,
          instances.filter((one) => one !== instance),
        );
      await instance.kill();
    },
    async stop() {
      await Promise.allSettled([...running.values()].flat().map(async (instance) => instance.stop()));
      killAll();
      for (const proxy of proxies.values()) await proxy.close();
      await engines.stop();
    },
  };
  try {
    for (const service of SERVICES) proxies.set(service, await startProxy(() => instancesOf(service).map(targetOf)));
    const first = SERVICES.flatMap((service) => Array.from({ length: counts[service] }, () => service));
    await Promise.all(first.map(async (service) => spread.start(service)));
    return spread;
  } catch (error) {
    await spread.stop();
    throw error;
  }
}
