import { openTestEngines } from '@flow/platform/engines/testing';
import type { EventStore } from '@flow/platform/event-store/event-store';
import { createApp } from '@flow/platform/http/app';
import { startHttpServer } from '@flow/platform/http/http-server';
import { serveSubgraph } from '@flow/platform/graphql/subgraph-server';
import { randomIds } from '@flow/platform/ids/ids';
import { keyRingOfSite } from '@flow/platform/security/key-ring';
import type { Role } from '@flow/platform/security/identity';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { recordingLog } from '@flow/platform/telemetry/testing';
import { systemClock } from '@flow/platform/time/clock';
import type { JsonObject } from '@flow/platform/values/json';
import type { GraphQLSchema } from 'graphql';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chainKeyOf } from '../application/audit-chain';
import { createUsers } from '../application/users';
import type { UserScopes } from '../domain/user-scopes';
import type { SubgraphPlace } from '../open-answers';
import { startGateway, type GatewayOptions } from '../service';
import { SampleBoard } from './sample-board';
import { peopleSchema, wardsSchema } from './sample-subgraphs';

const user = (subject: string, role: Role): UserScopes => ({
  ...{ subject, roles: [role] },
  ...{ sites: 'all', wards: 'all', specialties: 'all' },
});
export const SAMPLE_USERS = [
  user('bea', 'bed-manager'),
  user('bob', 'bed-manager'),
  user('wes', 'ward-clerk'),
  user('zoe', 'ward-clerk'),
  user('ada', 'administrator'),
];

const NAMES = new Map(SAMPLE_USERS.map(({ subject }) => [subject, `${subject} of the sample`]));

/** A table of these users. */
export function usersOf(table: readonly UserScopes[]) {
  const users = createUsers();
  users.heard(0, { type: 'UserScopesSet', users: table });
  return users;
}

const siteKey = Buffer.alloc(32, 7);
const keys = keyRingOfSite(siteKey);

/** The subgraph behind an address of its own, as a service that runs by itself serves it. */
async function served(service: string, schema: GraphQLSchema) {
  const subgraph = serveSubgraph({ service, schema, keys, clock: systemClock, log: recordingLog().log });
  const app = createApp({ log: recordingLog().log, routers: [subgraph.router] });
  const server = await startHttpServer({ app, host: '127.0.0.1', port: 0 });
  const stop = async (): Promise<void> => {
    subgraph.stop();
    await server.close(0);
  };
  return { place: { name: service, url: `${server.url}/graphql` } satisfies SubgraphPlace, stop };
}

export type Mode = 'in process' | 'over signed HTTP';

/** A gateway over the sample subgraphs, on a port of its own, with the demonstration's sign-in. */
export async function startSampleGateway(mode: Mode = 'in process', told: Partial<GatewayOptions> = {}) {
  const engines = await openTestEngines();
  const folder = await mkdtemp(join(tmpdir(), 'flow-gateway-'));
  const [board, outage, recorded] = [new SampleBoard(), { on: false }, recordingLog()];
  const schemas = { people: peopleSchema(outage), wards: wardsSchema(board) };
  const remote = await Promise.all(
    Object.entries(mode === 'in process' ? {} : schemas).map(async ([name, schema]) => served(name, schema)),
  );
  const local = Object.entries(schemas).map(([name, schema]) => ({ name, schema }));
  const gateway = await startGateway({
    subgraphs: mode === 'in process' ? local : remote.map(({ place }) => place),
    keys,
    http: { host: '127.0.0.1', port: 0 },
    production: false,
    issuer: { kind: 'demonstration', siteKey, names: NAMES },
    users: usersOf(SAMPLE_USERS),
    audit: { store: engines.events, chainKey: chainKeyOf(siteKey), spoolFolder: join(folder, 'audit') },
    log: recorded.log,
    metrics: createMetrics(),
    clock: systemClock,
    ids: randomIds,
    instance: 'i1',
    ...told,
  });

  async function tokenFor(subject: string): Promise<string> {
    const response = await post(`${gateway.url}/demo/token`, { user: subject });
    const { token } = (await response.json()) as { token: string };
    return token;
  }
  return {
    ...gateway,
    board,
    outage,
    recorded,
    folder,
    engines,
    tokenFor,
    async ask(query: string, { as = 'bea', variables = {} }: { as?: string; variables?: object } = {}) {
      const headers = { authorization: `Bearer ${await tokenFor(as)}` };
      return post(`${gateway.url}/graphql`, { query, variables }, headers);
    },
    async stop() {
      await gateway.stop();
      await Promise.all(remote.map(async ({ stop }) => stop()));
      await engines.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function post(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });
}

const saidIn = (data: JsonObject) => Object.fromEntries(Object.entries(data).filter(([name]) => name !== 'chain'));

/** Who was shown whom, as it was written down. */
export async function auditOf(store: EventStore) {
  const entries: unknown[] = [];
  const ending = new AbortController();
  for await (const { events, caughtUp } of store.subscribe({ prefixes: ['audit-'], signal: ending.signal })) {
    entries.push(...events.map(({ data }) => saidIn(data)));
    if (caughtUp) ending.abort();
  }
  return entries;
}
