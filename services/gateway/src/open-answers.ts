import type { EventStore } from '@flow/platform/event-store/event-store';
import type { Ids } from '@flow/platform/ids/ids';
import { persistently, Stopped } from '@flow/platform/running/persistently';
import type { KeyRing } from '@flow/platform/security/key-ring';
import type { Log } from '@flow/platform/telemetry/log';
import type { Tracing } from '@flow/platform/telemetry/tracing';
import type { Clock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { GraphQLSchema } from 'graphql';
import { createFileSpool } from './adapters/audit/file-spool';
import { createAnswering, faultsText } from './adapters/graph/answering';
import { fault } from './adapters/graph/faults';
import { createFederatedGraph } from './adapters/graph/federated-graph';
import { createLiveQueries } from './adapters/graph/live-queries';
import { localSubgraph } from './adapters/graph/local-subgraph';
import { createOperations } from './adapters/graph/operations';
import { connectSubgraph } from './adapters/graph/remote-subgraph';
import type { Subgraph } from './adapters/graph/subgraph';
import { NOBODY_OPENED, type OpenedPatients } from './application/opened-patients';
import { createAuditTrail } from './application/audit-trail';
import { createLiveSubscriptions } from './application/live/live-subscriptions';
import { createRates } from './application/rates';
import { sealStreams, type OpenStreams } from './application/seal-streams';
import { createSpooledTrail, type SpooledTrail } from './application/spooled-trail';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits';

/** Where a service's part of the graph is: in this process, or at an address where requests are signed. */
export type SubgraphPlace =
  { readonly name: string; readonly schema: GraphQLSchema } | { readonly name: string; readonly url: string };

/** What is needed to answer, whoever asks and by whichever door. */
export interface AnswersOptions {
  readonly subgraphs: readonly SubgraphPlace[];
  /** Signs requests to subgraphs at an address; needed if there are any. */
  readonly keys?: KeyRing;
  readonly production: boolean;
  readonly audit: {
    readonly store: EventStore;
    /** See application/audit-chain.ts. */ readonly chainKey: Buffer;
    /** Streams whose end is to be written down; nobody does where it is not given. */
    readonly openStreams?: OpenStreams;
    /** On a volume that outlives the process. */ readonly spoolFolder: string;
  };
  /** Whom people have opened by break-glass; nobody where it is not given. */
  readonly opened?: OpenedPatients;
  readonly log: Log;
  /** Where the gateway's spans go; nowhere if not told. */
  readonly tracing?: Tracing | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  /** New at every start, and no other's. */
  readonly instance: string;
  readonly limits?: Partial<GatewayLimits>;
}

/** Processes that are started together come up in any order. */
const ANSWERS_WITHIN_MS = 60_000;

async function subgraphOf(place: SubgraphPlace, { keys, clock, ids, log }: AnswersOptions): Promise<Subgraph> {
  if ('schema' in place) return localSubgraph(place.name, place.schema);
  if (!keys)
    throw new OperatorError(`Requests to the service ${place.name} must be signed: give the gateway its keys.`);
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  try {
    const connect = async () => connectSubgraph({ ...place, keys, clock, correlationId: ids.next() });
    return await persistently(connect, { signal, log });
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    throw new OperatorError(`The service ${place.name} does not answer at ${place.url}.`, { cause: error });
  }
}

interface Audit extends SpooledTrail {
  /** Has another stream say where those end that are over; see application/seal-streams.ts. */
  seal(): Promise<void>;
}

function auditOf({ audit, clock, ids, instance, log }: AnswersOptions): Audit {
  const { store, chainKey, openStreams } = audit;
  const trail = createAuditTrail({ store, chainKey, clock, ids, instance });
  const spooled = createSpooledTrail({ trail, spool: createFileSpool(audit.spoolFolder, instance), clock, log });
  return {
    ...spooled,
    async seal() {
      if (openStreams) await sealStreams(trail, openStreams, log);
    },
  };
}

/** Composes the graph of all services, and everything that answers an operation of it: the gateway without its doors. */
export async function openAnswers(options: AnswersOptions) {
  const { clock, ids, log, production, tracing } = options;
  const subgraphs = await Promise.all(options.subgraphs.map(async (place) => subgraphOf(place, options)));
  const graph = await createFederatedGraph(subgraphs, { log, clock, tracing });
  const audit = auditOf(options);
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const brokenErrors = (correlationId: string): string => faultsText([fault('DOWNSTREAM_UNAVAILABLE')], correlationId);
  return {
    graph,
    audit,
    limits,
    opened: options.opened ?? NOBODY_OPENED,
    operations: createOperations(graph.api, graph.marks, { ...limits, production }),
    answering: createAnswering({ graph, audit, log, clock, tracing }),
    liveQueries: createLiveQueries(graph, () => ids.next()),
    live: createLiveSubscriptions({ audit, clock, tracing, brokenErrors }),
    rates: createRates(limits.rate, clock),
    addressRates: createRates(limits.addressRate, clock),
    clock,
    ids,
    log,
  };
}

export type Answers = Awaited<ReturnType<typeof openAnswers>>;
