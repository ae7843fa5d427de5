import { openTestEngines } from '@flow/platform/engines/testing';
import type { Engines } from '@flow/platform/engines/engines';
import { createGraphContext } from '@flow/platform/graphql/create-graph-context';
import { randomIds } from '@flow/platform/ids/ids';
import type { RunningService } from '@flow/platform/running/running';
import type { Identity, Role } from '@flow/platform/security/identity';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { systemClock } from '@flow/platform/time/clock';
import { execute, parse, type ExecutionResult } from 'graphql';
import { setImmediate } from 'node:timers/promises';
import { startPatients } from '../service';

const EVERYWHERE = { sites: 'all', wards: 'all', specialties: 'all' } as const;
export const as = (...roles: readonly Role[]): Identity => ({ subject: 'ada', roles, scope: EVERYWHERE });

export interface Answer extends ExecutionResult {
  /** Who was reported as shown. */
  readonly shown: readonly string[];
}

export interface PatientsInTest {
  readonly engines: Engines;
  readonly services: readonly RunningService[];
  /** Asks the first service, or another one. */
  ask(
    text: string,
    variables?: object,
    options?: { readonly identity?: Identity; readonly at?: number },
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** Services of one process over one set of embedded engines, asked through their graph. */
export async function startForTest(instances = 1): Promise<PatientsInTest> {
  const engines = await openTestEngines();
  const services: RunningService[] = [];
  for (let instance = 0; instance < instances; instance += 1) {
    const deps = {
      config: { trust: 'RXX', population: 'invented', claimMs: 43_200_000 } as const,
      engines,
      clock: systemClock,
      ids: randomIds,
      log: silentLog,
      metrics: createMetrics(),
      peers: () => {
        throw new Error('Patients asks nobody.');
      },
      instance: `instance-${instance}`,
    };
    services.push(await startPatients(deps));
  }
  return {
    engines,
    services,
    async ask(text, variables = {}, { identity = as('service'), at = 0 } = {}) {
      const schema = services[at]?.schema;
      if (schema === undefined) throw new Error('No such instance.');
      const shown: string[] = [];
      const contextValue = createGraphContext({ identity, correlationId: 'test' }, (ids) => shown.push(...ids));
      const result = await execute({ schema, document: parse(text), contextValue, variableValues: { ...variables } });
      return { ...(JSON.parse(JSON.stringify(result)) as ExecutionResult), shown };
    },
    async close() {
      await Promise.all(services.map((service) => service.stop()));
      await engines.close();
    },
  };
}

/** Asks again until the answer is as wanted: documents follow the events a moment later. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await setImmediate();
  }
}
