import { chainKeyOf } from '@flow/gateway/application/audit-chain';
import { NO_USERS } from '@flow/gateway/application/users';
import type { SubgraphPlace } from '@flow/gateway/open-answers';
import { startGateway, type RunningGateway } from '@flow/gateway/service';
import { serveSubgraph } from '@flow/platform/graphql/subgraph-server';
import { createApp } from '@flow/platform/http/app';
import { startHttpServer } from '@flow/platform/http/http-server';
import type { RebuildProgress, RunningService } from '@flow/platform/running/running';
import type { Log } from '@flow/platform/telemetry/log';
import { Router } from 'express';
import { join } from 'node:path';
import type { Hospital } from '../setup/read-hospital';
import type { AppConfig } from './app-config';
import { followCertificate, readCertificate, type FollowingCertificate } from './certificate';
import type { OpenProduct } from './open-product';

type LocalSubgraph = Extract<SubgraphPlace, { schema: unknown }>;

type Rebuild = (onProgress: (progress: RebuildProgress) => void) => Promise<{ readonly events: number }>;

export interface OpenGateway extends Pick<RunningGateway, 'url'> {
  stop(): Promise<void>;
}

/** What the demonstration's users are called; the gateway keeps no names. */
const namesOf = ({ users }: Hospital) => new Map(users.map(({ subject, name }) => [subject, name]));

/** The services of this process at addresses of their own, as those of other processes are. */
async function overLoopback({ shared, keys }: OpenProduct, places: readonly LocalSubgraph[]) {
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

/** The subgraphs of the services of this process. */
export const localSubgraphs = (services: readonly RunningService[]): LocalSubgraph[] =>
  services.flatMap(({ name, schema }) => (schema === undefined ? [] : [{ name, schema }]));

/** Where it is written down who was shown whom. */
export const auditPlace = ({ dataDir }: AppConfig, { shared: { engines }, records }: OpenProduct) => ({
  store: engines.events,
  chainKey: chainKeyOf(engines.siteKey),
  ...(records && { openStreams: records.openStreams }),
  spoolFolder: join(dataDir, 'audit-spool'),
});

/** The gateway answers for itself under its own name. */
const partOf = ({ name }: RunningService): string => (name === 'gateway' ? 'gateway-records' : name);

const LOOK_AT_CERTIFICATE_EVERY_MS = 60_000;

const following = (gateway: RunningGateway, log: Log): FollowingCertificate => ({
  everyMs: LOOK_AT_CERTIFICATE_EVERY_MS,
  renewed(pair) {
    gateway.renew(pair);
    log.info('The gateway answers with a renewed certificate.');
  },
  refused: (error) => log.error('The certificate cannot be renewed; the one in use stays.', { error }),
});

const IN_PROCESS = { stop: () => Promise.resolve() };

/** The gateway over the services of this process; undefined when the configuration names none. */
export async function openGateway(config: AppConfig, open: OpenProduct): Promise<OpenGateway | undefined> {
  const { shared, keys, hospital, services } = open;
  if (!config.services.includes('gateway')) return undefined;
  const { engines, clock, ids, metrics, instance } = shared;
  const { certificate } = config;
  const local = localSubgraphs(services);
  const subgraphs = config.subgraphs === 'http' ? await overLoopback(open, local) : { places: local, ...IN_PROCESS };
  const rebuilds = services.flatMap((service): [string, Rebuild][] => {
    const rebuild = service.rebuild?.bind(service);
    return rebuild === undefined ? [] : [[service.name, rebuild]];
  });
  const gateway = await startGateway({
    subgraphs: subgraphs.places,
    keys,
    http: { host: config.host, port: config.port, ...(certificate && { tls: readCertificate(certificate) }) },
    production: config.production,
    issuer:
      config.oidc === undefined
        ? { kind: 'demonstration', siteKey: engines.siteKey, names: namesOf(hospital) }
        : { kind: 'oidc', ...config.oidc },
    users: open.records?.users ?? NO_USERS,
    audit: auditPlace(config, open),
    ...(open.records && { opened: open.records.opened }),
    log: shared.log.with({ service: 'gateway' }),
    readiness: () => Object.fromEntries(services.map((service) => [partOf(service), service.readiness()])),
    operations: Object.fromEntries(rebuilds),
    ...{ clock, ids, metrics, instance },
  });
  const unfollow = certificate && followCertificate(certificate, following(gateway, shared.log));
  return {
    url: gateway.url,
    async stop() {
      unfollow?.();
      await gateway.stop();
      await subgraphs.stop();
    },
  };
}
