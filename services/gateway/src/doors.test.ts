import { once } from 'node:events';
import { connect } from 'node:net';
import { signedInClient, socketClient } from './testing/socket-client';
import { post, startSampleGateway } from './testing/started-gateway';

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('whoever sends bad tokens', () => {
  const limits = { addressRate: { burst: 6, perSecond: 0.001 } };

  it('is locked out at every door together; whoever has a good token is let in', async () => {
    const gateway = await startSampleGateway('in process', { limits });
    const statuses = [];
    for (const path of ['/graphql', '/operations/rebuild/x', '/graphql', '/operations/rebuild/x']) {
      statuses.push((await post(`${gateway.url}${path}`, {}, bearer('bad'))).status);
    }
    const closed = [];
    for (let tries = 0; tries < 3; tries += 1) {
      const client = await socketClient(gateway.url);
      client.say({ type: 'connection_init', payload: bearer('bad') });
      closed.push((await client.close()).code);
    }
    expect([statuses, closed]).toStrictEqual([
      [401, 401, 401, 401],
      [4403, 4403, 4429],
    ]);
    const refused = await post(`${gateway.url}/graphql`, {}, bearer('bad'));
    expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toStrictEqual([429, true]);
    expect((await post(`${gateway.url}/operations/rebuild/x`, {}, bearer('bad'))).status).toBe(429);
    const good = await gateway.tokenFor('bea');
    const answered = await post(`${gateway.url}/graphql`, { query: '{ __typename }' }, bearer(good));
    expect(answered.status).toBe(200);
    (await signedInClient(gateway.url, good)).socket.terminate();
    await gateway.stop();
  });
});

describe('what an answer says of the product', () => {
  const INSIDE = /node_modules|\/src\/|\/dist\/|\.(ts|js):\d|\bat \S+ \(|sqlite|libsql|express|apollo|hive|zod/i;
  const deep = `{ ${'a { '.repeat(500)}x ${'}'.repeat(500)} }`;
  const ATTACKS: readonly (readonly [
    string,
    string,
    Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> },
  ])[] = [
    ['a path of nobody', '/../../etc/passwd', {}],
    ['a path that cannot be decoded', '/%E0%A4%A', {}],
    ['a method of nobody', '/graphql', { method: 'DELETE' }],
    ['a query in the URL', '/graphql?query={__schema{types{name}}}', {}],
    ['no JSON', '/graphql', { method: 'POST', body: '{"query": ' }],
    ['a list of operations', '/graphql', { method: 'POST', body: JSON.stringify([{ query: '{ __typename }' }]) }],
    ['a body that is too large', '/graphql', { method: 'POST', body: JSON.stringify({ query: 'x'.repeat(300_000) }) }],
    ['what is no GraphQL', '/graphql', { method: 'POST', body: JSON.stringify({ query: 'select * from x' }) }],
    ['a field of nobody', '/graphql', { method: 'POST', body: JSON.stringify({ query: '{ nobody }' }) }],
    ['a query without end', '/graphql', { method: 'POST', body: JSON.stringify({ query: deep }) }],
    ['a prototype', '/graphql', { method: 'POST', body: '{"__proto__": {"query": "{ __typename }"}}' }],
    ['a fault of a resolver', '/graphql', { method: 'POST', body: JSON.stringify({ query: '{ broken }' }) }],
    ['a rebuild of nobody', '/operations/rebuild/constructor', { method: 'POST' }],
    ['a user of nobody', '/demo/token', { method: 'POST', body: '{"user": {"$gt": ""}}' }],
    ['a body of another encoding', '/demo/token', { method: 'POST', body: '{}', headers: { 'content-encoding': 'x' } }],
  ];

  let gateway: Awaited<ReturnType<typeof startSampleGateway>>;
  let token = '';
  beforeAll(async () => {
    gateway = await startSampleGateway();
    token = await gateway.tokenFor('ada');
  });
  afterAll(async () => gateway.stop());

  it.each(ATTACKS)('is nothing, to %s', async (_what, path, { headers, ...init }) => {
    const response = await fetch(`${gateway.url}${path}`, {
      ...init,
      headers: { 'content-type': 'application/json', ...bearer(token), ...headers },
    });
    const text = `${[...response.headers].join('\n')}\n${await response.text()}`;
    expect(INSIDE.exec(text)).toBeNull();
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('x-powered-by')).toBeNull();
  });
});

it('outlasts a client that asks for another protocol and resets its connection', async () => {
  const gateway = await startSampleGateway('in process');
  for (const path of ['/nope', '/graphql']) {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
    socket.resetAndDestroy();
    await once(socket, 'close');
  }
  const token = await gateway.tokenFor('bea');
  expect((await post(`${gateway.url}/graphql`, { query: '{ __typename }' }, bearer(token))).status).toBe(200);
  await gateway.stop();
});
