import { serveSubgraph } from '@flow/platform/graphql/subgraph-server';
import { createApp } from '@flow/platform/http/app';
import { startHttpServer, type RunningHttpServer, type TlsPair } from '@flow/platform/http/http-server';
import { operationsRouter } from '@flow/platform/http/operations-router';
import { Router } from 'express';
import type { OpenProduct } from './open-product';

/** Where a service that is served at an address answers its part of the graph. */
const subgraphPath = (service: string): string => `/${service}/graphql`;

/** By service, from the addresses of their processes. */
export const subgraphUrls = (addresses: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(addresses).map(([name, url]) => [name, `${url}${subgraphPath(name)}`]));

export interface ServedServices extends Pick<RunningHttpServer, 'url' | 'renew'> {
  /** By name, where each can be asked; only the gateway and other services, whose requests are signed, are answered. */
  readonly places: readonly { readonly name: string; readonly url: string }[];
  stop(): Promise<void>;
}

export interface ServingServices {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsPair;
  /** With /healthz, /readyz and /metrics. */
  readonly operations: boolean;
}

/** Serves the services of this process to the gateway and to the services of other processes. */
export async function serveServices(
  { shared, keys, services, answering }: OpenProduct,
  { operations, ...at }: ServingServices,
): Promise<ServedServices> {
  const { clock, log, metrics } = shared;
  const served = services.flatMap(({ name, schema }) =>
    schema === undefined ? [] : [{ name, ...serveSubgraph({ service: name, schema, keys, clock, log }) }],
  );
  let stops = false;
  const process = () => (stops ? { ready: false, reason: 'The process stops.' } : { ready: true });
  const readiness = () => ({
    process: process(),
    ...answering.readiness(),
    ...Object.fromEntries(services.map((service) => [service.name, service.readiness()])),
  });
  const routers = [
    ...(operations ? [operationsRouter({ metrics, readiness })] : []),
    ...served.map(({ name, router }) => Router().use(`/${name}`, router)),
  ];
  const server = await startHttpServer({ app: createApp({ log, routers }), ...at });
  return {
    url: server.url,
    renew: (tls) => server.renew(tls),
    places: served.map(({ name }) => ({ name, url: `${server.url}${subgraphPath(name)}` })),
    async stop() {
      stops = true;
      for (const one of served) one.stop();
      await server.close();
    },
  };
}
