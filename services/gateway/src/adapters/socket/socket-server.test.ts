import type { Clock } from '@flow/platform/time/clock';
import { instantOfEpochMs } from '@flow/platform/time/instant';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { until } from '@flow/platform/running/testing';
import { signedInClient, socketClient } from '../../testing/socket-client';
import { auditOf, startSampleGateway, type Mode } from '../../testing/started-gateway';

const FRAME = `{ __typename
  ... on BoardSnapshot { version beds { id occupant { name } } }
  ... on BoardChanges { version beds { id occupant { name } } }
  ... on BoardHeartbeat { completeTo } }`;
const BOARD = `subscription ($since: String) { boardChanged(sinceVersion: $since) ${FRAME} }`;

type Sample = Awaited<ReturnType<typeof startSampleGateway>>;
const clientOf = async (gateway: Sample, user = 'bea') => signedInClient(gateway.url, await gateway.tokenFor(user));

describe.each<Mode>(['in process', 'over signed HTTP'])('subscriptions, the subgraphs %s', (mode) => {
  let gateway: Sample;
  beforeEach(async () => void (gateway = await startSampleGateway(mode)));
  afterEach(async () => gateway.stop());

  it('begin before any other request, with a snapshot and then changes', async () => {
    const client = await clientOf(gateway);
    client.subscribe('a', BOARD);
    expect(await client.next()).toMatchObject({
      id: 'a',
      type: 'next',
      payload: {
        data: { boardChanged: { __typename: 'BoardSnapshot', beds: [{ occupant: { name: 'Ann Example' } }, {}, {}] } },
      },
    });
    await until(() => gateway.board.following === 1);
    gateway.board.put('b2', 'p2');
    expect(await client.next()).toStrictEqual({
      id: 'a',
      type: 'next',
      payload: {
        data: {
          boardChanged: {
            __typename: 'BoardChanges',
            version: 'e1:000001',
            beds: [{ id: 'b2', occupant: { name: 'Bob Example' } }],
          },
        },
      },
    });
    expect(await auditOf(gateway.engines.events)).toMatchObject([
      { viewers: [{ user: 'bea' }], patients: ['p1', 'p3'], class: 'subscription', operation: 'boardChanged' },
      { viewers: [{ user: 'bea' }], patients: ['p2'] },
    ]);
    client.say({ id: 'a', type: 'complete' });
    await until(() => gateway.board.following === 0);
  });

  it('are executed once for all of the same rights, and never once for people of different rights', async () => {
    const [bea, bob, wes] = [await clientOf(gateway), await clientOf(gateway, 'bob'), await clientOf(gateway, 'wes')];
    for (const client of [bea, bob, wes]) client.subscribe('a', BOARD);
    for (const client of [bea, bob, wes]) expect((await client.next()).type).toBe('next');
    await until(() => gateway.board.following === 2);
    gateway.board.put('b2', 'p2');
    const [toBea, toBob, toWes] = [await bea.next(), await bob.next(), await wes.next()];
    expect(toBob).toStrictEqual(toBea);
    expect(JSON.stringify(toBea)).toContain('Bob Example');
    expect(JSON.stringify(toWes)).toContain('BoardChanges');
    expect(JSON.stringify(toWes)).not.toContain('Bob Example');
  });
});

describe('a subscription', () => {
  let gateway: Sample;
  beforeAll(
    async () => void (gateway = await startSampleGateway('in process', { limits: { maxSubscriptionsPerSocket: 3 } })),
  );
  afterAll(async () => gateway.stop());

  it('goes on from the version that the client had', async () => {
    const client = await clientOf(gateway);
    client.subscribe('a', BOARD, { since: gateway.board.version });
    expect(await client.next()).toMatchObject({
      payload: { data: { boardChanged: { __typename: 'BoardChanges', beds: [] } } },
    });
    client.socket.close();
  });

  it('that is refused is told why, and the socket goes on', async () => {
    const client = await clientOf(gateway);
    const cases: [string, string][] = [
      ['subscription { refusedFrames }', 'FORBIDDEN'],
      ['subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { ', 'GRAPHQL_PARSE_FAILED'],
      [`subscription { ...F } fragment F on Subscription { boardChanged ${FRAME} }`, 'BAD_USER_INPUT'],
    ];
    for (const [query, code] of cases) {
      client.subscribe('a', query);
      expect(await client.next()).toMatchObject({ id: 'a', type: 'error', payload: [{ extensions: { code } }] });
    }
    client.subscribe('q', '{ beds { id } }');
    expect(await client.next()).toMatchObject({ id: 'q', type: 'next', payload: { data: { beds: [{}, {}, {}] } } });
    expect(await client.next()).toStrictEqual({ id: 'q', type: 'complete' });
    client.socket.close();
  });

  it('is spoken by the client library that browsers use', async () => {
    const token = await gateway.tokenFor('bea');
    const client = createClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${token}` },
    });
    for await (const frame of client.iterate({ query: BOARD })) {
      expect(frame.data).toMatchObject({ boardChanged: { __typename: 'BoardSnapshot' } });
      break;
    }
    await client.dispose();
  });
});

describe('a socket', () => {
  let gateway: Sample;
  let aheadMs = 0;
  const clock: Clock = {
    now: () => instantOfEpochMs(Date.now() + aheadMs),
    monotonicMs: () => performance.now(),
  };
  beforeAll(async () => {
    const limits = {
      maxSubscriptionsPerSocket: 2,
      socketInitWithinMs: 100,
      maxWaitingBytes: 200_000,
      socketHeartbeatMs: 5_000,
    };
    gateway = await startSampleGateway('in process', { clock, limits });
  });
  afterEach(() => void (aheadMs = 0));
  afterAll(async () => gateway.stop());

  it('is closed with 4403 without a good token', async () => {
    for (const payload of [undefined, {}, { authorization: 'Bearer forged' }]) {
      const client = await socketClient(gateway.url);
      client.say({ type: 'connection_init', payload });
      expect((await client.close()).code).toBe(4403);
    }
  });

  it('is closed with 4403 when its token ends, and its subscriptions with it', async () => {
    const token = await gateway.tokenFor('bea');
    aheadMs = 8 * 3_600_000 - 2_000;
    const client = await signedInClient(gateway.url, token);
    client.subscribe('a', BOARD);
    expect((await client.next()).type).toBe('next');
    expect(await client.close()).toStrictEqual({ code: 4403, reason: 'The token has ended: sign in again.' });
    await until(() => gateway.board.following === 0);
  });

  it.each([
    ['another protocol', 4406, 'graphql-ws', []],
    ['something else', 4400, 'graphql-transport-ws', ['hello']],
    ['a subscription too early', 4401, 'graphql-transport-ws', [{ id: 'a', type: 'subscribe', payload: {} }]],
    ['nothing', 4408, 'graphql-transport-ws', []],
  ])('that says %s is closed with %d', async (_what, code, protocol, messages) => {
    const client = await socketClient(gateway.url, protocol).catch(() => undefined);
    if (!client) {
      expect(code).toBe(4406);
      return;
    }
    for (const message of messages) client.say(message);
    expect((await client.close()).code).toBe(code);
  });

  it('is closed for an id in use, and for too many subscriptions', async () => {
    const twice = await clientOf(gateway);
    twice.subscribe('a', BOARD);
    twice.subscribe('a', BOARD);
    expect((await twice.close()).code).toBe(4409);
    const many = await clientOf(gateway);
    for (const id of ['a', 'b', 'c']) many.subscribe(id, BOARD);
    expect((await many.close()).code).toBe(4429);
  });

  it('answers pings', async () => {
    const client = await clientOf(gateway);
    client.say({ type: 'ping' });
    expect(await client.next()).toStrictEqual({ type: 'pong' });
    client.socket.close();
  });

  it('is cut off when nothing answers at its other end', async () => {
    const watching = await startSampleGateway('in process', { limits: { socketHeartbeatMs: 50 } });
    const client = await socketClient(watching.url, 'graphql-transport-ws', { autoPong: false });
    expect((await client.close()).code).toBe(1006);
    await watching.stop();
  });

  it('that reads too slowly is closed with 4412 and slows nobody', async () => {
    const [slow, quick] = [await clientOf(gateway), await clientOf(gateway)];
    for (const client of [slow, quick]) {
      client.subscribe('a', BOARD);
      expect((await client.next()).type).toBe('next');
    }
    slow.socket.pause();
    while (!gateway.recorded.text().includes('A client read too slowly')) {
      gateway.board.put('long '.repeat(20_000), null);
      expect(await quick.next()).toMatchObject({ type: 'next' });
    }
    slow.socket.resume();
    expect([1006, 4412]).toContain((await slow.close()).code);
    gateway.board.put('b2', null);
    expect(await quick.next()).toMatchObject({ type: 'next' });
    quick.socket.close();
  });

  it('is closed with 1001 when the gateway stops', async () => {
    const stopping = await startSampleGateway();
    const client = await clientOf(stopping);
    client.subscribe('a', BOARD);
    expect((await client.next()).type).toBe('next');
    const closed = client.close();
    await stopping.stop();
    expect(await closed).toStrictEqual({ code: 1001, reason: 'The gateway stops.' });
  });
});
