import { chainKeyOf } from '@flow/gateway/application/audit-chain';
import { startGateway, type RunningGateway, type SubgraphPlace } from '@flow/gateway/service';
import { serveSubgraph } from '@flow/platform/graphql/subgraph-server';
import { createApp } from '@flow/platform/http/app';
import { startHttpServer } from '@flow/platform/http/http-server';
import type { RebuildProgress, RunningService } from '@flow/platform/running/running';
import type { KeyRing } from '@flow/platform/security/key-ring';
import { Router } from 'express';
import { join } from 'node:path';
import type { Hospital } from '../setup/read-hospital';
import type { AppConfig } from './app-config';
import type { Shared } from './open-services';

export interface OpeningGateway {
  readonly config: AppConfig;
  readonly shared: Shared;
  readonly keys: KeyRing;
  readonly hospital: Hospital;
  readonly services: readonly RunningService[];
}

type Rebuild = (onProgress: (progress: RebuildProgress) => void) => Promise<{ readonly events: number }>;

export interface OpenGateway extends Pick<RunningGateway, 'url'> {
  stop(): Promise<void>;
}

const usersOf = ({ users }: Hospital) =>
  users.map(({ subject, name, roles, sites, wards, specialties }) => ({
    subject,
    name,
    roles,
    scope: { sites, wards, specialties },
  }));

/** The services of this process at addresses of their own, as those of other processes are. */
async function overLoopback(
  { shared, keys }: OpeningGateway,
  places: readonly Extract<SubgraphPlace, { schema: unknown }>[],
) {
  const { clock, log } = shared;
  const served = places.map(({ name, schema }) => ({
    name,
    ...serveSubgraph({ service: name, schema, keys, clock, log }),
  }));
  const routers = served.map(({ name, router }) => Router().use(`/${name}`, router));
  const server = await startHttpServer({ app: createApp({ log, routers }), host: '127.0.0.1', port: 0 });
  return {
    places: served.map(({ name }) => ({ name, url: `${server.url}/${name}/graphql` })),
    async stop() {
      for (const one of served) one.stop();
      await server.close();
    },
  };
}

const IN_PROCESS = { stop: () => Promise.resolve() };

/** The gateway over the services of this process; undefined when the configuration names none. */
export async function openGateway(opening: OpeningGateway): Promise<OpenGateway | undefined> {
  const { config, shared, keys, hospital, services } = opening;
  if (!config.services.includes('gateway')) return undefined;
  const { engines, clock, ids, metrics, instance } = shared;
  const local = services.flatMap(({ name, schema }) => (schema === undefined ? [] : [{ name, schema }]));
  const subgraphs = config.subgraphs === 'http' ? await overLoopback(opening, local) : { places: local, ...IN_PROCESS };
  const rebuilds = services.flatMap((service): [string, Rebuild][] => {
    const rebuild = service.rebuild?.bind(service);
    return rebuild === undefined ? [] : [[service.name, rebuild]];
  });
  const gateway = await startGateway({
    subgraphs: subgraphs.places,
    keys,
    http: { host: config.host, port: config.port },
    production: config.production,
    issuer:
      config.oidc === undefined
        ? { kind: 'demonstration', siteKey: engines.siteKey }
        : { kind: 'oidc', ...config.oidc },
    users: usersOf(hospital),
    audit: {
      store: engines.events,
      chainKey: chainKeyOf(engines.siteKey),
      spoolFolder: join(config.dataDir, 'audit-spool'),
    },
    log: shared.log.with({ service: 'gateway' }),
    readiness: () => Object.fromEntries(services.map((service) => [service.name, service.readiness()])),
    operations: Object.fromEntries(rebuilds),
    ...{ clock, ids, metrics, instance },
  });
  return {
    url: gateway.url,
    async stop() {
      await gateway.stop();
      await subgraphs.stop();
    },
  };
}
