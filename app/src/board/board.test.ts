import { buildSubgraphSchema } from '@apollo/subgraph';
import { createUsers } from '@flow/gateway/application/users';
import { startGateway, type RunningGateway } from '@flow/gateway/service';
import { openTestEngines } from '@flow/platform/engines/testing';
import { createFrameQueue, type FrameQueue } from '@flow/platform/graphql/frame-queue';
import { randomIds } from '@flow/platform/ids/ids';
import { until } from '@flow/platform/running/testing';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { systemClock } from '@flow/platform/time/clock';
import { parse, validate, buildSchema } from 'graphql';
import { tmpdir } from 'node:os';
import { generatedFiles } from '../generate/generated-files';
import { BOARD_DOCUMENT, type BoardFrame } from './board-document';
import { demonstrationToken, followBoard } from './follow-board';
import { age, boardAfter, changes, snapshot } from './testing';

describe('the board', () => {
  it('is asked for by what the graph has', () => {
    const api = buildSchema(generatedFiles().get('schema/graphql/api.graphql') ?? '');
    expect(validate(api, parse(BOARD_DOCUMENT))).toStrictEqual([]);
  });

  it('puts wards that changed in place of those before, and times of heartbeats', () => {
    const later = { ...age, completeUpTo: '2026-07-01T11:05:00.000Z' };
    const state = boardAfter(snapshot('v1', ['A1', 'A2']), changes('v2', 'A2'), {
      __typename: 'BoardHeartbeat',
      version: 'v2',
      age: later,
    });
    expect(state).toMatchObject({ version: 'v2', totals: { occupied: 0 }, age: later });
    expect(state.wards.get('A2')?.cells[2]?.label).toBe('CLOSED');
    expect(boardAfter(snapshot('v1', ['A1']), snapshot('v5', ['B1'])).wards.has('A1')).toBe(false);
  });
});

describe('following the board', () => {
  const sources: { readonly since: string | null; readonly queue: FrameQueue<BoardFrame> }[] = [];
  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(`
        type Query { nothing: String }
        type Subscription { hospitalBoard(sinceVersion: String): HospitalBoardFrame! }
        union HospitalBoardFrame = HospitalBoardSnapshot | HospitalBoardResync | HospitalBoardChanges | HospitalBoardDetails | BoardHeartbeat
        type HospitalBoardSnapshot { version: String! board: Board! }
        type HospitalBoardResync { version: String! board: Board! }
        type HospitalBoardChanges { version: String! wards: [Ward!]! totals: Totals! }
        type HospitalBoardDetails { wards: [Ward!]! }
        type BoardHeartbeat { version: String! age: Age! }
        type Board { wards: [Ward!]! totals: Totals! age: Age! }
        type Age { at: String! completeUpTo: String lastHeardAt: String reasons: [String!]! }
        type Ward { id: ID! code: String! name: String! kind: String! counts: Counts! cells: [Cell!]! }
        type Cell { code: String! label: String! unconfirmedByIpm: Boolean! uncertain: Boolean! }
        type Counts { beds: Int! occupied: Int! available: Int! surge: Int! waiting: Int! }
        type Totals { beds: Int! occupied: Int! reserved: Int! awaitingClean: Int! cleaning: Int! closed: Int! }`),
      resolvers: {
        Subscription: {
          hospitalBoard: {
            resolve: (frame: unknown) => frame,
            subscribe: (_: unknown, { sinceVersion = null }: { sinceVersion?: string | null }) => {
              const queue = createFrameQueue<BoardFrame>({ limit: 10 });
              queue.push(sinceVersion === null ? snapshot('e1:1', ['A1']) : changes('e1:2', 'A1'));
              sources.push({ since: sinceVersion, queue });
              return queue.frames;
            },
          },
        },
      },
    },
  ]);
  let engines: Awaited<ReturnType<typeof openTestEngines>>;
  let gateway: RunningGateway;
  const users = createUsers();
  const everywhere = { sites: 'all', wards: 'all', specialties: 'all' } as const;
  users.heard(0, { type: 'UserScopesSet', users: [{ subject: 'bea', roles: ['bed-manager'], ...everywhere }] });
  const start = async (port: number): Promise<RunningGateway> =>
    startGateway({
      subgraphs: [{ name: 'beds', schema }],
      http: { host: '127.0.0.1', port },
      production: false,
      issuer: { kind: 'demonstration', siteKey: Buffer.alloc(32, 1) },
      users,
      audit: { store: engines.events, chainKey: engines.siteKey, spoolFolder: tmpdir() },
      log: silentLog,
      metrics: createMetrics(),
      clock: systemClock,
      ids: randomIds,
      instance: 'i1',
    });
  beforeAll(async () => {
    engines = await openTestEngines();
    gateway = await start(0);
  });
  afterAll(async () => {
    await gateway.stop();
    await engines.close();
  });

  it('connects again when the gateway was away, and goes on from the version in hand', async () => {
    const ending = new AbortController();
    const seen: string[] = [];
    const { port, url } = gateway;
    const following = followBoard({
      http: url,
      token: async () => demonstrationToken(url, 'bea'),
      signal: ending.signal,
      onBoard: ({ version }) => seen.push(version),
      onTrouble: () => seen.push('trouble'),
    });
    await until(() => seen.includes('e1:1'));
    await gateway.stop();
    gateway = await start(port);
    await until(() => seen.includes('e1:2'));
    ending.abort();
    await following;
    expect(seen[0]).toBe('e1:1');
    expect(seen).toContain('trouble');
    expect(sources.map(({ since }) => since)).toContain('e1:1');
  });

  it('ends when the token that it was given is refused, and says so', async () => {
    const { signal } = new AbortController();
    const ignored = (): void => undefined;
    await expect(
      followBoard({ http: gateway.url, token: 'garbage', signal, onBoard: ignored, onTrouble: ignored }),
    ).rejects.toThrow(/does not accept the token/);
  });

  it('ends when the user is none that the product signs in, and says so', async () => {
    const { signal } = new AbortController();
    const { url } = gateway;
    const ignored = (): void => undefined;
    const token = async (): Promise<string> => demonstrationToken(url, 'nobody');
    await expect(followBoard({ http: url, token, signal, onBoard: ignored, onTrouble: ignored })).rejects.toThrow(
      'does not sign in nobody',
    );
  });

  it('says what to do when nobody signs in by themselves', async () => {
    await expect(demonstrationToken(gateway.url, 'nobody')).rejects.toThrow('Set FLOW_TOKEN to a token.');
  });
});
