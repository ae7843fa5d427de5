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
import { instant } from '@flow/platform/time/instant';
import { parse, validate, buildSchema } from 'graphql';
import { tmpdir } from 'node:os';
import { generatedFiles } from '../generate/generated-files';
import { BOARD_DOCUMENT, type BoardFrame } from './board-document';
import { withFrame, type BoardState } from './board-state';
import { drawBoard } from './draw-board';
import { demonstrationToken, followBoard } from './follow-board';

const totals = {
  beds: 3,
  occupied: 2,
  available: 1,
  reserved: 0,
  awaitingClean: 0,
  cleaning: 0,
  closed: 0,
  waiting: 0,
};
const wardOf = (code: string, labels: string[], waiting = 0) => ({
  id: code,
  code,
  name: `${code} the ward with a name that is long`,
  counts: { beds: labels.length, occupied: 2, available: 1, waiting },
  cells: labels.map((label, index) => ({ code: `${code}-${index}`, label, unconfirmedByIpm: false, uncertain: false })),
});
const now = instant('2026-07-01T11:03:10.000Z');
const age = { at: now, completeUpTo: '2026-07-01T11:03:04.000Z', lastHeardAt: '2026-07-01T11:03:02.000Z', reasons: [] };
const snapshot = (version: string, codes: string[]): BoardFrame => ({
  __typename: 'HospitalBoardSnapshot',
  version,
  board: { wards: codes.map((code) => wardOf(code, ['OCCUPIED', 'AVAILABLE', 'NEW_LABEL'])), totals, age },
});
const changes = (version: string, code: string): BoardFrame => ({
  __typename: 'HospitalBoardChanges',
  version,
  wards: [wardOf(code, ['AVAILABLE', 'AVAILABLE', 'CLOSED'])],
  totals: { ...totals, occupied: 0 },
});
const boardAfter = (...frames: BoardFrame[]): BoardState => {
  const state = frames.reduce<BoardState | undefined>(withFrame, undefined);
  if (!state) throw new Error('There is no board.');
  return state;
};

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

  it('says in words why it is complete up to no later', () => {
    const behind = { ...age, reasons: ['LINK_UNSETTLED', 'DETAILS_MISSING', 'NEW_REASON'] };
    const state = boardAfter(snapshot('v1', ['A1']), { __typename: 'BoardHeartbeat', version: 'v1', age: behind });
    expect(drawBoard(state, { width: 100, height: 9, colours: false, now })[1]).toBe(
      'Complete up to 12:03:04, last heard at 12:03:02 (messages in hand, names to come, NEW_REASON)',
    );
    const never = { ...behind, completeUpTo: null, reasons: ['LINK_DOWN'] };
    const silent = boardAfter(snapshot('v1', ['A1']), { __typename: 'BoardHeartbeat', version: 'v1', age: never });
    expect(drawBoard(silent, { width: 80, height: 9, colours: false, now }).slice(0, 4)).toStrictEqual([
      '*** NOBODY CAN SAY how old this board is.',
      expect.stringContaining('3 beds'),
      'Complete up to: nobody can say (link down)',
      'Last heard at 12:03:02',
    ]);
  });

  it('says first, and in red, that it is old or that nobody is there who tells it, and its age still', () => {
    const later = instant('2026-07-02T13:04:00.000Z');
    const drawing = { width: 80, height: 20, colours: false, now: later };
    const trouble =
      'Nothing answers at http://127.0.0.1:4000. Is the product running (npm start)? Trying again in 4 s.';
    const state = boardAfter(snapshot('v1', ['A1']));
    expect(drawBoard(state, { ...drawing, trouble }).slice(0, 6)).toStrictEqual([
      '*** Nothing answers at http://127.0.0.1:4000. Is the product running (npm',
      '*** start)? Trying again in 4 s.',
      '*** OLD: 26 h. What has happened since is not on this board.',
      expect.stringContaining('3 beds'),
      'Complete up to 1 Jul 12:03:04, 26 h ago, last heard at 1 Jul 12:03:02, 26 h ago',
      expect.stringContaining('# patient'),
    ]);
    expect(drawBoard(state, { ...drawing, colours: true })[0]).toContain('\u001b[1;37;41m*** OLD');
  });

  it('obeys nothing that somebody wrote into a name, a code or a reason', () => {
    const wards = [{ ...wardOf('A1', ['AVAILABLE']), code: 'A\u001bc', name: '\u001b[2JA1\nfree' }];
    const told = { ...age, reasons: ['\u009b31mNEW'] };
    const whole: BoardFrame = {
      __typename: 'HospitalBoardSnapshot',
      version: 'v1',
      board: { wards, totals, age: told },
    };
    const lines = drawBoard(boardAfter(whole), { width: 80, height: 20, colours: false, now });
    expect(lines.filter((line) => /\p{Cc}/u.test(line))).toStrictEqual([]);
    expect(lines.at(-1)).toContain('\\u001b[2JA1\\u000af');
    expect(lines.join('\n')).toContain('(\\u009b31mNEW)');
  });

  it('marks who is where iPM does not have them, and says what the mark means', () => {
    const drawn = (unconfirmedByIpm: boolean, uncertain = false): readonly string[] => {
      const cells = [{ code: 'A1-1', label: 'OCCUPIED', unconfirmedByIpm, uncertain }];
      const wards = [{ ...wardOf('A1', ['OCCUPIED']), cells }];
      const whole: BoardFrame = { __typename: 'HospitalBoardSnapshot', version: 'v1', board: { wards, totals, age } };
      return drawBoard(boardAfter(whole), { width: 80, height: 9, colours: false, now });
    };
    expect(drawn(false).join('\n')).not.toContain('=');
    expect(drawn(true)[3]).toBe('= patient whom iPM does not have there, or not yet');
    expect(drawn(true).at(-1)).toContain(' = ');
    expect(drawn(false, true)[3]).toBe('! patient of whom a message is not understood: may be elsewhere');
    expect(drawn(true, true).at(-1)).toContain(' ! ');
  });

  it('fits a line of 80, and tells times of London', () => {
    const state = boardAfter(snapshot('v1', ['A10', 'A2']));
    const wide = boardAfter({
      __typename: 'HospitalBoardSnapshot',
      version: 'v1',
      board: {
        wards: [
          wardOf(
            'ED',
            Array.from({ length: 90 }, () => 'OCCUPIED'),
            12,
          ),
        ],
        totals,
        age,
      },
    });
    const lines = drawBoard(state, { width: 80, height: 60, colours: false, now });
    expect(lines[1]).toBe('Complete up to 12:03:04, last heard at 12:03:02');
    expect(lines.slice(4).map((line) => line.slice(0, 30))).toStrictEqual([
      'A2    A2 the ward with a ~ #.?',
      'A10   A10 the ward with a~ #.?',
    ]);
    for (const line of [...lines, ...drawBoard(wide, { width: 80, height: 60, colours: false, now })]) {
      expect(line.length).toBeLessThanOrEqual(80);
    }
    expect(drawBoard(state, { width: 80, height: 5, colours: false, now }).at(-1)).toBe('and 2 more wards');
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
        type Ward { id: ID! code: String! name: String! counts: Counts! cells: [Cell!]! }
        type Cell { code: String! label: String! unconfirmedByIpm: Boolean! uncertain: Boolean! }
        type Counts { beds: Int! occupied: Int! available: Int! waiting: Int! }
        type Totals { beds: Int! occupied: Int! available: Int! reserved: Int! awaitingClean: Int! cleaning: Int! closed: Int! waiting: Int! }`),
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

  it('says what to do when nobody signs in by themselves', async () => {
    await expect(demonstrationToken(gateway.url, 'nobody')).rejects.toThrow('Set FLOW_TOKEN to a token.');
  });
});
