import type { EventStore } from '@flow/platform/event-store/event-store';
import { createApp } from '@flow/platform/http/app';
import { startHttpServer } from '@flow/platform/http/http-server';
import { operationsRouter } from '@flow/platform/http/operations-router';
import type { Ids } from '@flow/platform/ids/ids';
import type { Readiness } from '@flow/platform/running/running';
import type { KeyRing } from '@flow/platform/security/key-ring';
import type { Log } from '@flow/platform/telemetry/log';
import type { Metrics } from '@flow/platform/telemetry/metrics';
import type { Clock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import { Router } from 'express';
import type { GraphQLSchema } from 'graphql';
import { createFileSpool } from './adapters/audit/file-spool';
import { createAnswering, faultsText } from './adapters/graph/answering';
import { fault } from './adapters/graph/faults';
import { createFederatedGraph, type FederatedGraph } from './adapters/graph/federated-graph';
import { createLiveQueries } from './adapters/graph/live-queries';
import { localSubgraph } from './adapters/graph/local-subgraph';
import { createOperations } from './adapters/graph/operations';
import { connectSubgraph } from './adapters/graph/remote-subgraph';
import type { Subgraph } from './adapters/graph/subgraph';
import { demonstrationRoutes } from './adapters/http/demonstration-routes';
import { graphiqlPage } from './adapters/http/graphiql-page';
import { graphqlEndpoint } from './adapters/http/graphql-endpoint';
import { rebuildRoute, type Rebuild } from './adapters/http/rebuild-route';
import {
  createDemonstrationSignIn,
  type DemonstrationIssuer,
  type DemonstrationSignIn,
} from './adapters/sign-in/demonstration-issuer';
import { createOidcSignIn, type OidcIssuer } from './adapters/sign-in/oidc-sign-in';
import { attachSocketServer } from './adapters/socket/socket-server';
import { createAuditTrail } from './application/audit-trail';
import { createLiveSubscriptions } from './application/live/live-subscriptions';
import { createRates } from './application/rates';
import type { SignIn, User } from './application/sign-in';
import { createSpooledTrail, type SpooledTrail } from './application/spooled-trail';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits';

/** Where a service's part of the graph is: in this process, or at an address where requests are signed. */
export type SubgraphPlace =
  { readonly name: string; readonly schema: GraphQLSchema } | { readonly name: string; readonly url: string };

export interface GatewayOptions {
  readonly subgraphs: readonly SubgraphPlace[];
  /** Signs requests to subgraphs at an address; needed if there are any. */
  readonly keys?: KeyRing;
  /** Port 0 lets the system choose one. */
  readonly http: { readonly host: string; readonly port: number };
  readonly production: boolean;
  readonly issuer: OidcIssuer | DemonstrationIssuer;
  readonly users: readonly User[];
  readonly audit: {
    readonly store: EventStore;
    /** See application/audit-chain.ts. */ readonly chainKey: Buffer;
    /** On a volume that outlives the process. */ readonly spoolFolder: string;
  };
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly ids: Ids;
  /** New at every start, and no other's. */
  readonly instance: string;
  /** The other parts of the process, for /readyz. */
  readonly readiness?: () => Readonly<Record<string, Readiness>>;
  /** By service: what POST /operations/rebuild/:service runs. */
  readonly operations?: Readonly<Record<string, Rebuild>>;
  readonly limits?: Partial<GatewayLimits>;
}

export interface RunningGateway {
  readonly name: 'gateway';
  readonly port: number;
  /** `http://host:port` */
  readonly url: string;
  readonly graph: Pick<FederatedGraph, 'supergraphSdl' | 'apiSdl'>;
  readiness(): Readiness;
  /** Sockets are closed with 1001, requests in hand answered. Safe to call twice. */
  stop(): Promise<void>;
}

const SPOOL_EVERY_MS = 5_000;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

type Signing = { readonly signIn: SignIn; readonly demonstration?: DemonstrationSignIn };

/** Throws OperatorError where the demonstration's sign-in would be open to others. */
function signingOf({ issuer, users, clock, production, http: { host } }: GatewayOptions): Signing {
  const table = new Map(users.map((user) => [user.subject, user]));
  if (issuer.kind === 'oidc') return { signIn: createOidcSignIn(issuer, table, clock) };
  if (production)
    throw new OperatorError('The demonstration signs nobody in when NODE_ENV=production: name an issuer.');
  if (!LOOPBACK.test(host)) {
    throw new OperatorError(`The demonstration signs in on 127.0.0.1 only, not on ${host}: name an issuer.`);
  }
  const demonstration = createDemonstrationSignIn(issuer, table, clock);
  return { signIn: demonstration, demonstration };
}

async function subgraphOf(place: SubgraphPlace, { keys, clock, ids }: GatewayOptions): Promise<Subgraph> {
  if ('schema' in place) return localSubgraph(place.name, place.schema);
  if (!keys)
    throw new OperatorError(`Requests to the service ${place.name} must be signed: give the gateway its keys.`);
  return connectSubgraph({ ...place, keys, clock, correlationId: ids.next() });
}

function auditOf({ audit, clock, ids, instance, log }: GatewayOptions): SpooledTrail {
  const trail = createAuditTrail({ store: audit.store, chainKey: audit.chainKey, clock, ids, instance });
  return createSpooledTrail({ trail, spool: createFileSpool(audit.spoolFolder, instance), clock, log });
}

/** Everything that answers an operation, over HTTP and sockets alike. */
function answeringParts(
  options: GatewayOptions,
  { graph, audit, readiness }: { graph: FederatedGraph; audit: SpooledTrail; readiness: () => Readiness },
) {
  const { clock, ids, log, production } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const brokenErrors = (correlationId: string): string => faultsText([fault('DOWNSTREAM_UNAVAILABLE')], correlationId);
  return {
    limits,
    readiness,
    operations: createOperations(graph.api, graph.marks, { ...limits, production }),
    answering: createAnswering({ graph, audit, log }),
    liveQueries: createLiveQueries(graph, () => ids.next()),
    live: createLiveSubscriptions({ audit, clock, brokenErrors }),
    rates: createRates(limits.rate, clock),
    addressRates: createRates(limits.addressRate, clock),
    clock,
    ids,
    log,
  };
}

function routersOf(
  { production, metrics, readiness, operations = {}, log }: GatewayOptions,
  parts: ReturnType<typeof answeringParts>,
  { signIn, demonstration }: Signing,
): Router[] {
  const router = Router();
  const { maxBodyBytes } = parts.limits;
  router.use('/graphql', graphqlEndpoint({ ...parts, signIn, maxBodyBytes }));
  router.use('/operations', rebuildRoute({ rebuilds: operations, signIn, log }));
  if (demonstration) router.use('/demo', demonstrationRoutes(demonstration));
  if (!production) router.use('/graphiql', graphiqlPage(demonstration));
  const ready = (): Readonly<Record<string, Readiness>> => ({ gateway: parts.readiness(), ...readiness?.() });
  return [operationsRouter({ metrics, readiness: ready }), router];
}

function countSockets(metrics: Metrics, count: { sockets: () => number; executions: () => number }): void {
  metrics.gauge({ name: 'gateway_sockets', help: 'Clients connected by WebSocket.', read: count.sockets });
  metrics.gauge({
    name: 'gateway_live_executions',
    help: 'Executions that serve all subscriptions.',
    read: count.executions,
  });
}

/** Composes the graph of all services and serves it. Throws OperatorError with one line for whoever starts it. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { log, http, metrics } = options;
  const signing = signingOf(options);
  const subgraphs = await Promise.all(options.subgraphs.map(async (place) => subgraphOf(place, options)));
  const graph = await createFederatedGraph(subgraphs, log);
  const audit = auditOf(options);
  let stopped: Promise<void> | undefined;
  const readiness = (): Readiness => (stopped ? { ready: false, reason: 'The gateway stops.' } : { ready: true });
  const parts = answeringParts(options, { graph, audit, readiness });
  const { limits } = parts;
  const app = createApp({ log, routers: routersOf(options, parts, signing) });
  const server = await startHttpServer({ app, ...http }).catch(async (error: unknown) => {
    await graph.close();
    throw error;
  });
  const sockets = attachSocketServer(server.server, {
    ...parts,
    signIn: signing.signIn,
    path: '/graphql',
    maxMessageBytes: limits.maxBodyBytes,
    maxWaitingBytes: limits.maxWaitingBytes,
    maxSockets: limits.maxSockets,
    heartbeatMs: limits.socketHeartbeatMs,
    maxSubscriptions: limits.maxSubscriptionsPerSocket,
    initWithinMs: limits.socketInitWithinMs,
  });
  countSockets(metrics, { sockets: () => sockets.count(), executions: () => parts.live.executions() });
  const draining = setInterval(() => void audit.drain(), SPOOL_EVERY_MS);

  async function stop(): Promise<void> {
    clearInterval(draining);
    await Promise.all([sockets.stop(), server.close()]);
    await audit.drain();
    await graph.close();
  }
  return {
    name: 'gateway',
    port: server.port,
    url: server.url,
    graph: { supergraphSdl: graph.supergraphSdl, apiSdl: graph.apiSdl },
    readiness,
    stop: () => (stopped ??= stop()),
  };
}
