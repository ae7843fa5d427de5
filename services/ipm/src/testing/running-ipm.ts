import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import { createGraphContext } from '@flow/platform/graphql/create-graph-context';
import { randomIds } from '@flow/platform/ids/ids';
import type { Identity, Role } from '@flow/platform/security/identity';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { systemClock, type Clock } from '@flow/platform/time/clock';
import { execute, parse } from 'graphql';
import { connectPeer, type TestPeer } from '../adapters/mllp/testing';
import { startIpm, type RunningIpm } from '../service';
import { OwnerPeers } from './owner-peers';

/** An interface over engines that outlive it, with owners that stand in. */
export interface TestSite {
  readonly engines: Engines;
  readonly owners: OwnerPeers;
  /** Writes a partner's file; the one of `ipm` is there already. */
  configure(more: object): Promise<void>;
  /** One life of the process. `broken` takes the place of engines that fail. */
  start(broken?: Partial<Engines>): Promise<TestIpm>;
  close(): Promise<void>;
}

export interface TestIpm extends RunningIpm {
  readonly port: number;
  connect(): Promise<TestPeer>;
  /** As an integration operator, unless told otherwise. Throws when there is an error. */
  ask(text: string, variables?: Record<string, unknown>, role?: Role | Partial<Identity>): Promise<Answer>;
}

export interface Answer {
  readonly data: Record<string, unknown>;
  readonly shown: readonly string[];
}

const PARTNER = {
  name: 'ipm',
  listen: { port: 0 },
  hospitalNumber: { authority: 'RXX', toldAs: ['PAS'] },
  location: { places: [{ ward: 'A1', wardId: 'A1' }] },
};

export async function openTestSite(clock: Clock = systemClock): Promise<TestSite> {
  const engines = await openTestEngines();
  const folder = await mkdtemp(path.join(tmpdir(), 'flow-partners-'));
  const owners = new OwnerPeers();
  const running = new Set<RunningIpm>();
  const configure = (more: object) => writeFile(path.join(folder, 'ipm.json'), JSON.stringify({ ...PARTNER, ...more }));
  await configure({});
  let lives = 0;

  async function start(broken: Partial<Engines> = {}): Promise<TestIpm> {
    lives += 1;
    const ipm = await startIpm({
      config: { trust: 'RXX', partnersDir: folder, listens: true, claimMs: 43_200_000, retentionDays: 0 },
      engines: { ...engines, ...broken },
      clock,
      ids: randomIds,
      log: silentLog,
      metrics: createMetrics(),
      peers: owners.peer,
      instance: `test-${lives}`,
    });
    running.add(ipm);
    const port = ipm.listening().find(({ partner }) => partner === 'ipm')?.port ?? 0;
    return { ...ipm, port, connect: () => connectPeer(port), ask: (...asked) => ask(ipm, ...asked) };
  }

  return {
    ...{ engines, owners, configure, start },
    async close() {
      await Promise.all([...running].map((ipm) => ipm.stop()));
      await engines.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function ask(
  { schema }: RunningIpm,
  text: string,
  variableValues: Record<string, unknown> = {},
  role: Role | Partial<Identity> = 'integration-operator',
): Promise<Answer> {
  if (!schema) throw new Error('There is no schema.');
  const shown: string[] = [];
  const scope = { sites: 'all', wards: 'all', specialties: 'all' } as const;
  const of = typeof role === 'string' ? { roles: [role] } : role;
  const identity: Identity = { subject: 'x', roles: ['integration-operator'], scope, ...of };
  const contextValue = createGraphContext({ identity, correlationId: 'c' }, (ids) => shown.push(...ids));
  const { data, errors } = await execute({ schema, document: parse(text), contextValue, variableValues });
  if (errors?.[0]) throw errors[0];
  return { data: JSON.parse(JSON.stringify(data)) as Record<string, unknown>, shown };
}
