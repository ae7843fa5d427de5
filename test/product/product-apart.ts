import type { OpenEngines } from '@flow/app/product/open-product';
import { SERVICES, type ServiceName } from '@flow/app/product/service-names';
import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import { join } from 'node:path';
import { freePort } from './free-port';
import { startHere, type ProductHere } from './product-here';

/** The product with each service at an address of its own, as in processes of their own, over the same engines. */
export interface ProductApart {
  of(service: ServiceName): ProductHere;
  start(service: ServiceName): Promise<void>;
  stopOne(service: ServiceName): Promise<void>;
  /** What all of them keep their data in, for another process beside them. */
  readonly engines: OpenEngines;
  stop(): Promise<void>;
}

export async function startApart(folder: string): Promise<ProductApart> {
  const engines = await openEmbeddedEngines({ folder: join(folder, 'engines') });
  const shared = async () => Promise.resolve({ ...engines, close: () => Promise.resolve() });
  const ports = new Map(await Promise.all(SERVICES.map(async (name) => [name, await freePort()] as const)));
  const running = new Map<ServiceName, ProductHere>();
  const others = (service: ServiceName): string =>
    SERVICES.filter((name) => name !== service && name !== 'gateway')
      .map((name) => `${name}=http://127.0.0.1:${ports.get(name)}`)
      .join(',');
  const apart: ProductApart = {
    engines: shared,
    of(service) {
      const here = running.get(service);
      if (here === undefined) throw new Error(`${service} is not running.`);
      return here;
    },
    async start(service) {
      const told = { SERVICES: service, SERVICE_URLS: others(service), PORT: `${ports.get(service)}` };
      running.set(service, await startHere(join(folder, service), told, shared));
    },
    async stopOne(service) {
      await running.get(service)?.stop();
      running.delete(service);
    },
    async stop() {
      for (const service of [...SERVICES].reverse()) await apart.stopOne(service);
      await engines.close();
    },
  };
  await Promise.all(SERVICES.map(async (service) => apart.start(service)));
  return apart;
}
