import { chainKeyOf } from '@flow/gateway/application/audit-chain';
import { NO_USERS } from '@flow/gateway/application/users';
import type { SubgraphPlace } from '@flow/gateway/open-answers';
import { startGateway, type RunningGateway } from '@flow/gateway/service';
import { watchDoors } from '@flow/platform/running/held-doors';
import type { RebuildProgress, RunningService } from '@flow/platform/running/running';
import { siteVocabularies } from '@flow/platform/vocabulary/raise';
import { join } from 'node:path';
import type { Hospital } from '../setup/read-hospital';
import type { AppConfig } from './app-config';
import { readCertificate } from './certificate';
import { keepCertificate } from './keep-certificate';
import { measureAuditSpool } from './data-folder-metrics';
import type { OpenProduct } from './open-product';
import { serveServices, subgraphUrls } from './serve-services';
import { VOCABULARIES } from './vocabularies';

type LocalSubgraph = Extract<SubgraphPlace, { schema: unknown }>;

type Rebuild = (onProgress: (progress: RebuildProgress) => void) => Promise<{ readonly events: number }>;

export interface OpenGateway extends Pick<RunningGateway, 'url'> {
  stop(): Promise<void>;
}

/** What the demonstration's users are called; the gateway keeps no names. */
const namesOf = ({ users }: Hospital) => new Map(users.map(({ subject, name }) => [subject, name]));

/** The subgraphs of the services of this process. */
export const localSubgraphs = (services: readonly RunningService[]): LocalSubgraph[] =>
  services.flatMap(({ name, schema }) => (schema === undefined ? [] : [{ name, schema }]));

const spoolOf = ({ dataDir }: AppConfig): string => join(dataDir, 'audit-spool');

/** Where it is written down who was shown whom. */
export const auditPlace = (config: AppConfig, { shared: { engines }, records }: OpenProduct) => ({
  store: engines.events,
  chainKey: chainKeyOf(engines.siteKey),
  ...(records && { openStreams: records.openStreams }),
  spoolFolder: spoolOf(config),
});

/** The gateway answers for itself under its own name. */
const partOf = ({ name }: RunningService): string => (name === 'gateway' ? 'gateway-records' : name);

/** The services of this process as subgraphs, and whatever has to be stopped afterwards. */
async function subgraphsHere(config: AppConfig, open: OpenProduct) {
  if (config.subgraphs === 'in-process')
    return { places: localSubgraphs(open.services), stop: () => Promise.resolve() };
  return serveServices(open, { host: '127.0.0.1', port: 0, operations: false });
}

const subgraphsElsewhere = ({ elsewhere }: AppConfig) =>
  Object.entries(subgraphUrls(elsewhere)).map(([name, url]) => ({ name, url }));

/** The gateway over the services of this process and of others. */
export async function openGateway(config: AppConfig, open: OpenProduct): Promise<OpenGateway> {
  const { shared, keys, hospital, services } = open;
  const { engines, clock, ids, metrics, instance } = shared;
  const { certificate } = config;
  const here = await subgraphsHere(config, open);
  measureAuditSpool(metrics, spoolOf(config));
  const doors = await watchDoors({ documents: engines.lasting ?? engines.documents, log: shared.log });
  open.closing.add(() => doors.stop());
  const rebuilds = services.flatMap((service): [string, Rebuild][] => {
    const rebuild = service.rebuild?.bind(service);
    return rebuild === undefined ? [] : [[service.name, rebuild]];
  });
  const gateway = await startGateway({
    subgraphs: [...here.places, ...subgraphsElsewhere(config)],
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
    tracing: shared.tracingOf('gateway'),
    held: () => doors.held(),
    vocabularies: siteVocabularies({
      ...{ store: engines.events, documents: engines.documents, vocabularies: VOCABULARIES, clock },
    }),
    readiness: () => ({
      ...open.answering.readiness(),
      ...Object.fromEntries(services.map((service) => [partOf(service), service.readiness()])),
    }),
    operations: Object.fromEntries(rebuilds),
    ...{ clock, ids, metrics, instance },
  });
  const unfollow = keepCertificate(certificate, gateway, shared);
  return {
    url: gateway.url,
    async stop() {
      unfollow();
      await gateway.stop();
      await here.stop();
    },
  };
}
