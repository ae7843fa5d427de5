import { createApp } from '@flow/platform/http/app';
import { startHttpServer, type TlsPair } from '@flow/platform/http/http-server';
import { operationsRouter } from '@flow/platform/http/operations-router';
import type { Readiness } from '@flow/platform/running/running';
import type { Metrics } from '@flow/platform/telemetry/metrics';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { SiteVocabularies } from '@flow/platform/vocabulary/raise';
import { Router } from 'express';
import type { FederatedGraph } from './adapters/graph/federated-graph';
import { demonstrationRoutes } from './adapters/http/demonstration-routes';
import { eventTypesRoute } from './adapters/http/event-types-route';
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
import { DoorHeld, unlessHeld } from './application/held-sign-in';
import type { SignIn } from './application/sign-in';
import type { Users } from './application/users';
import { createSignInGuard, type SignInGuard } from './application/sign-in-guard';
import { openAnswers, type Answers, type AnswersOptions } from './open-answers';

export interface GatewayOptions extends AnswersOptions {
  /** Port 0 lets the system choose one. */
  readonly http: { readonly host: string; readonly port: number; readonly tls?: TlsPair | undefined };
  readonly issuer: OidcIssuer | DemonstrationIssuer;
  /** For tokens that do not say roles or scope. */
  readonly users: Users;
  readonly metrics: Metrics;
  /** True while nobody may be signed in, whoever it is. */
  readonly held?: () => boolean;
  /** The other parts of the process, for /readyz. */
  readonly readiness?: () => Readonly<Record<string, Readiness>>;
  /** Which stored events every instance of the site reads, for /operations/event-types. */
  readonly vocabularies?: SiteVocabularies;
  /** By service: what POST /operations/rebuild/:service runs. */
  readonly operations?: Readonly<Record<string, Rebuild>>;
}

export interface RunningGateway {
  readonly name: 'gateway';
  readonly port: number;
  /** `http://host:port`, or `https://…` */
  readonly url: string;
  /** New connections are answered with this certificate. */
  renew(tls: TlsPair): void;
  readonly graph: Pick<FederatedGraph, 'supergraphSdl' | 'apiSdl'>;
  readiness(): Readiness;
  /** Sockets are closed with 1001, requests in hand answered. Safe to call twice. */
  stop(): Promise<void>;
}

const SPOOL_EVERY_MS = 5_000;
const SEAL_EVERY_MS = 60_000;
const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|localhost)$/;

type Signing = { readonly signIn: SignIn; readonly demonstration?: DemonstrationSignIn };
type Guarded = Omit<Signing, 'signIn'> & { readonly guard: SignInGuard };

/** Throws OperatorError where the demonstration's sign-in would be open to others. */
function signingOf({ issuer, users, clock, production, http: { host } }: GatewayOptions): Signing {
  if (issuer.kind === 'oidc') return { signIn: createOidcSignIn(issuer, users, clock) };
  if (production)
    throw new OperatorError('The demonstration signs nobody in when NODE_ENV=production: name an issuer.');
  if (!LOOPBACK.test(host)) {
    throw new OperatorError(`The demonstration signs in on 127.0.0.1 only, not on ${host}: name an issuer.`);
  }
  const demonstration = createDemonstrationSignIn(issuer, users, clock);
  return { signIn: demonstration, demonstration };
}

/** What the doors are made with. */
type DoorParts = Omit<Answers, 'graph' | 'audit'> & Pick<RunningGateway, 'readiness'>;

function routersOf(
  { production, metrics, readiness, operations = {}, vocabularies, log }: GatewayOptions,
  parts: DoorParts,
  { guard, demonstration }: Guarded,
): Router[] {
  const router = Router();
  const { maxBodyBytes } = parts.limits;
  router.use('/graphql', graphqlEndpoint({ ...parts, guard, maxBodyBytes }));
  router.use('/operations', rebuildRoute({ rebuilds: operations, guard, log }));
  if (vocabularies) router.use('/operations', eventTypesRoute({ vocabularies, guard, log }));
  if (demonstration) router.use('/demo', demonstrationRoutes(demonstration));
  if (!production) router.use('/graphiql', graphiqlPage(demonstration));
  const ready = (): Readonly<Record<string, Readiness>> => ({ gateway: parts.readiness(), ...readiness?.() });
  return [operationsRouter({ metrics, readiness: ready }), router];
}

function countLockOuts(metrics: Metrics): () => void {
  const lockOuts = metrics.counter({
    name: 'gateway_locked_out_total',
    help: 'Bad tokens that came after too many others from their address.',
  });
  return () => lockOuts.add(1);
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
  const { held = () => false } = options;
  const { signIn: anybody, ...signing } = signingOf(options);
  const signIn = unlessHeld(anybody, held);
  const { graph, audit, ...answers } = await openAnswers(options);
  let stopped: Promise<void> | undefined;
  const readiness = (): Readiness => {
    if (stopped) return { ready: false, reason: 'The gateway stops.' };
    return held() ? { ready: false, reason: new DoorHeld().message } : { ready: true };
  };
  const parts = { ...answers, readiness };
  const { limits } = parts;
  const guard = createSignInGuard({ signIn, addressRates: parts.addressRates, onLockedOut: countLockOuts(metrics) });
  const app = createApp({ log, routers: routersOf(options, parts, { ...signing, guard }) });
  const server = await startHttpServer({ app, ...http }).catch(async (error: unknown) => {
    await graph.close();
    throw error;
  });
  const sockets = attachSocketServer(server.server, {
    ...parts,
    guard,
    users: options.users,
    path: '/graphql',
    maxMessageBytes: limits.maxBodyBytes,
    maxWaitingBytes: limits.maxWaitingBytes,
    maxSockets: limits.maxSockets,
    heartbeatMs: limits.socketHeartbeatMs,
    maxSubscriptions: limits.maxSubscriptionsPerSocket,
    initWithinMs: limits.socketInitWithinMs,
  });
  countSockets(metrics, { sockets: () => sockets.count(), executions: () => parts.live.executions() });
  const timers = [
    setInterval(() => void audit.drain(), SPOOL_EVERY_MS),
    setInterval(() => void audit.seal(), SEAL_EVERY_MS),
  ];

  async function stop(): Promise<void> {
    timers.forEach(clearInterval);
    await Promise.all([sockets.stop(), server.close()]);
    await audit.drain();
    await graph.close();
  }
  return {
    name: 'gateway',
    port: server.port,
    url: server.url,
    renew: (tls) => server.renew(tls),
    graph: { supergraphSdl: graph.supergraphSdl, apiSdl: graph.apiSdl },
    readiness,
    stop: () => (stopped ??= stop()),
  };
}
