import { SERVICES, type ServiceName } from '@flow/app/product/service-names';
import { kafkaWith } from '@flow/engines/kafka/kafka';
import { lastingPort } from '@flow/engines/lasting-port';
import { startProxy, type Proxy, type Target } from '@flow/engines/proxy';
import { portOf, startEngines, type EngineName, type OtherEngines, type RunningEngines } from './engines-running';

/** Engines, to each of which each service has a way of its own that can be cut. */
export interface CuttableEngines {
  readonly engines: RunningEngines;
  /** What a process of that service is told. */
  envOf(service: ServiceName): Readonly<Record<string, string>>;
  way(service: ServiceName, engine: EngineName): Proxy;
  /** The engines are stopped by whoever runs the product on them. */
  close(): Promise<void>;
}

const targetAt = (port: number): Target => ({ host: '127.0.0.1', port });

export async function startCuttableEngines(others: OtherEngines = {}): Promise<CuttableEngines> {
  const proxies = new Map<string, Proxy>();
  const way = (service: ServiceName, engine: EngineName): Proxy => {
    const proxy = proxies.get(`${service}/${engine}`);
    if (proxy === undefined) throw new Error(`${service} has no way to ${engine}.`);
    return proxy;
  };
  const close = async (): Promise<void> => {
    for (const proxy of proxies.values()) await proxy.close();
  };
  // Kafka tells its clients itself where to come: to the proxy's port those who came by it.
  const ways = [];
  for (const service of SERVICES) {
    const port = await lastingPort();
    const proxy = await startProxy(() => [targetAt(port)]);
    proxies.set(`${service}/kafka`, proxy);
    ways.push({ port, advertised: proxy.port });
  }
  const engines = await startEngines({ ...others, kafka: kafkaWith(ways) });
  const byProxy: readonly EngineName[] = [
    'eventStore',
    'mongodb',
    ...(others.inboxStore ? ['inboxStore' as const] : []),
  ];
  for (const service of SERVICES) {
    for (const engine of byProxy)
      proxies.set(`${service}/${engine}`, await startProxy(() => [targetAt(portOf(engines.of(engine).url))]));
  }
  const urlBy = (service: ServiceName, engine: EngineName): string => {
    const { url } = engines.of(engine);
    return url.replace(`:${portOf(url)}`, `:${way(service, engine).port}`);
  };
  return {
    ...{ engines, way, close },
    envOf: (service) =>
      engines.env({
        ...Object.fromEntries(byProxy.map((engine) => [engine, urlBy(service, engine)])),
        kafka: `127.0.0.1:${way(service, 'kafka').port}`,
      }),
  };
}
