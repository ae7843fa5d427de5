import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { createGraphContext } from '@flow/platform/graphql/create-graph-context';
import type { GraphPeer, PeerRequest } from '@flow/platform/graphql/peer';
import { randomIds } from '@flow/platform/ids/ids';
import type { Identity, Role } from '@flow/platform/security/identity';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { systemClock, type Clock } from '@flow/platform/time/clock';
import { execute, parse, type ExecutionResult } from 'graphql';
import type { GatewayConfig } from '../config';
import { startRecords, type RunningRecords } from '../records';

const EVERYWHERE = { sites: 'all', wards: 'all', specialties: 'all' } as const;
export const as = (subject: string, ...roles: readonly Role[]): Identity => ({ subject, roles, scope: EVERYWHERE });
export const iggy = as('iggy', 'ig-officer');

/** Answers of another service, by the name of the operation that asks it. */
export type Answers = Readonly<Record<string, (variables: PeerRequest['variables']) => unknown>>;

const peerOf = (answers: Answers): GraphPeer => ({
  execute({ document, variables }) {
    const [, name = ''] = /^(?:query|mutation) (\w+)/.exec(document) ?? [];
    const answer = answers[name];
    if (!answer) throw new Error(`The test has no answer to ${name}.`);
    return Promise.resolve(answer(variables));
  },
});

export interface Answer extends ExecutionResult {
  readonly data?: Record<string, never> | null;
  /** Who was reported as shown. */
  readonly shown: readonly string[];
}

export interface RecordsInTest {
  readonly engines: Engines;
  readonly records: RunningRecords;
  ask(text: string, variables?: object, identity?: Identity): Promise<Answer>;
  stop(): Promise<void>;
}

export interface RecordsTold {
  readonly config?: Partial<GatewayConfig>;
  readonly answers?: Answers;
  readonly clock?: Clock;
  readonly engines?: Engines;
}

/** The gateway's records, asked through their part of the graph. */
export async function startForTest({ config, answers = {}, clock = systemClock, ...told }: RecordsTold = {}) {
  const engines = told.engines ?? (await openTestEngines());
  const records = await startRecords({
    config: { trust: 'RXX', breakGlassMinutes: 60, breakGlassReviewHours: 72, reportNamesStaff: false, ...config },
    ...{ engines, clock, ids: randomIds, log: silentLog, metrics: createMetrics() },
    peers: () => peerOf(answers),
    instance: randomIds.next(),
  });
  const inTest: RecordsInTest = {
    engines,
    records,
    async ask(text, variables = {}, identity = iggy) {
      const shown: string[] = [];
      const contextValue = createGraphContext({ identity, correlationId: 'test' }, (ids) => shown.push(...ids));
      const request = { schema: records.schema, document: parse(text), variableValues: { ...variables } };
      const result = await execute({ ...request, contextValue });
      return { ...(JSON.parse(JSON.stringify(result)) as ExecutionResult<Record<string, never>>), shown };
    },
    async stop() {
      await records.stop();
      if (told.engines === undefined) await engines.close();
    },
  };
  return inTest;
}
