import type { Engines } from '@flow/platform/engines/engines';
import { openTestEngines } from '@flow/platform/engines/testing';
import type { Frames } from '@flow/platform/graphql/frames';
import { createLocalExecutor } from '@flow/platform/graphql/local-executor';
import type { SubgraphResult } from '@flow/platform/graphql/subgraph-executor';
import { randomIds } from '@flow/platform/ids/ids';
import { until } from '@flow/platform/running/testing';
import type { RunningService } from '@flow/platform/running/running';
import type { Identity, Role } from '@flow/platform/security/identity';
import { serviceIdentity } from '@flow/platform/security/identity';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { on } from '../domain/testing/estate';
import { setClock, smallEstate, type SetClock } from '../application/testing/beds';
import { startBeds } from '../service';
import {
  ipmStandIn,
  patientsStandIn,
  somePeople,
  type People,
  type StandInLink,
  type StandInParked,
} from './stand-ins';

const EVERYWHERE = { sites: 'all', wards: 'all', specialties: 'all' } as const;

/** Somebody of one role, with wards if not all. */
export const as = (role: Role, wards?: readonly string[]): Identity => ({
  subject: role === 'service' ? 'service:ipm' : role,
  roles: [role],
  scope: { ...EVERYWHERE, ...(wards && { wards }) },
});
export const manager = as('bed-manager');
export const clerkOfA = as('ward-clerk', ['A1']);
export const clerkOfB = as('ward-clerk', ['B2']);
export const wall = as('wall-display');
export const ipm = serviceIdentity('ipm');

export interface Answer extends SubgraphResult {
  readonly data?: Readonly<Record<string, unknown>> | null;
  /** Whom it shows. */
  readonly shown: readonly string[];
}

/** One running instance, asked as the gateway asks it. */
export interface Instance {
  readonly service: RunningService;
  ask(who: Identity, document: string, variables?: object): Promise<Answer>;
  follow(who: Identity, document: string, variables?: object): Frames<SubgraphResult>;
}

export interface BedsInTest {
  readonly engines: Engines;
  readonly clock: SetClock;
  readonly people: People;
  readonly link: StandInLink;
  readonly parked: StandInParked;
  readonly first: Instance;
  /** Starts another instance over the same engines. */
  another(): Promise<Instance>;
  close(): Promise<void>;
}

function instanceOf(service: RunningService): Instance {
  const { schema } = service;
  if (schema === undefined) throw new Error('It has no schema.');
  const executor = createLocalExecutor({ schema, log: silentLog });
  const request = (identity: Identity, document: string, variables: object) => ({
    ...{ document, variables: { ...variables }, asking: { identity, correlationId: 'test', trace: undefined } },
  });
  return {
    service,
    async ask(who, document, variables = {}) {
      const shown: string[] = [];
      const result = await executor.execute({
        ...request(who, document, variables),
        shows: (ids) => void shown.push(...ids),
      });
      const plain = JSON.parse(JSON.stringify(result)) as Answer;
      return { ...plain, shown: [...new Set(shown)].sort() };
    },
    follow: (who, document, variables = {}) => executor.subscribe(request(who, document, variables)),
  };
}

const SET_UP = `mutation ($input: SetUpEstateInput!) { setUpEstate(input: $input) {
  __typename ... on EstateSetUp { version changed faults { what code } } ... on BedsRefusal { code } } }`;

/** The small estate with its codes as GraphQL writes them. */
export const estateInput = {
  ...smallEstate,
  wards: smallEstate.wards.map((ward) => ({ ...ward, kind: ward.kind.toUpperCase() })),
  beds: smallEstate.beds.map((bed) => ({ ...bed, kind: bed.kind.toUpperCase(), funding: bed.funding.toUpperCase() })),
};

/** One instance over engines of its own, with the small estate set up. Heartbeats come fast. */
export async function startForTest(beatMs = 60_000): Promise<BedsInTest> {
  const engines = await openTestEngines();
  const clock = setClock(on('09:00'));
  const people = somePeople();
  const link = {
    partner: 'ipm',
    connected: true,
    completeUpTo: null,
    everHeard: true,
    lastHeardAt: on('08:59'),
    unsettled: 0,
    completesBoards: true,
  };
  const parked: StandInParked = { lanes: [], away: false };
  const peers = { patients: patientsStandIn(people), ipm: ipmStandIn([link], parked) };
  const started: RunningService[] = [];
  async function another(): Promise<Instance> {
    const service = await startBeds({
      ...{
        config: { trust: 'RXX', estate: 'trust', beatMs, longestHoldMs: 72 * 3_600_000, claimMs: 43_200_000 },
        engines,
        clock,
        ids: randomIds,
        log: silentLog,
      },
      ...{ metrics: createMetrics(), peers: (name: string) => (name === 'ipm' ? peers.ipm : peers.patients) },
      instance: randomIds.next(),
    });
    started.push(service);
    await until(() => service.readiness().ready);
    return instanceOf(service);
  }
  const first = await another();
  const { data } = await first.ask(as('administrator'), SET_UP, {
    input: { idempotencyKey: 'estate', ...estateInput },
  });
  const { version } = data?.['setUpEstate'] as { version: string };
  await first.ask(manager, `query ($v: String) { hospitalBoard(minVersion: $v) { behind } }`, { v: version });
  return {
    ...{ engines, clock, people, link, parked, first, another },
    async close() {
      await Promise.all(started.map((service) => service.stop()));
      await engines.close();
    },
  };
}
