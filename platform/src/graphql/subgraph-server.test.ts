import type { RequestListener } from 'node:http';
import { startHttpServer } from '../http/http-server';
import { serviceIdentity } from '../security/identity';
import { keyRingOfSite } from '../security/key-ring';
import { ANSWER_HEADER, headersOfSeal, sealOfHeaders } from '../security/signed-headers';
import { signAnswer, signRequest } from '../security/signing';
import { systemClock } from '../time/clock';
import { createFrameQueue } from './frame-queue';
import { createHttpPeer } from './http-peer';
import { createLocalPeer } from './local-peer';
import { PeerFault, PeerUnavailable } from './peer';
import { createRemoteExecutor } from './remote-executor';
import { createRemoteSubscriber } from './remote-subscriber';
import { ALIVE, COMPLETE, FRAMES_TYPE } from './remote-wire';
import { shelves, shelvesFilling } from './testing/library';
import { KEYS, served } from './testing/served';

const ASKING = { identity: serviceIdentity('ipm'), correlationId: 'c-1' };
const asker = { document: '{ asker }', asking: ASKING };
const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

async function serve(...parameters: Parameters<typeof served>) {
  const subgraph = await served(...parameters);
  stops.push(subgraph.stop);
  return subgraph;
}

/** A program that answers on the port of a service. */
async function pretender(app: RequestListener) {
  const http = await startHttpServer({ app, host: '127.0.0.1', port: 0 });
  stops.push(() => http.close(0));
  const remote = { service: 'shelves', keys: KEYS, clock: systemClock, url: `${http.url}/graphql` };
  return { remote, executor: createRemoteExecutor(remote) };
}

const BODY = JSON.stringify({ query: '{ asker }' });
const sealed = (body = BODY, method = 'POST', audience = 'shelves') =>
  headersOfSeal(signRequest(KEYS, systemClock, { audience, method, path: '/graphql', body }, ASKING));

it('an answer that never comes is waited for no longer than told, and is none', async () => {
  const { remote } = await pretender(() => undefined);
  const executor = createRemoteExecutor({ ...remote, answerMs: 50 });
  await expect(executor.execute(asker)).rejects.toBeInstanceOf(PeerUnavailable);
});

it('an answer is waited for 10 s unless told otherwise, as one of an engine is', async () => {
  const { remote } = await pretender(() => undefined);
  const given = jest.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort());
  await expect(createRemoteExecutor(remote).execute(asker)).rejects.toBeInstanceOf(PeerUnavailable);
  expect(given.mock.calls).toStrictEqual([[10_000]]);
  given.mockRestore();
});

describe('a request that no service of ours has signed', () => {
  it.each<[string, RequestInit, number]>([
    ['unsigned', { method: 'POST', body: BODY }, 401],
    ['with another body', { method: 'POST', body: '{}', headers: sealed() }, 401],
    ['for another service', { method: 'POST', body: BODY, headers: sealed(BODY, 'POST', 'beds') }, 401],
    ['turned into a subscription', { method: 'POST', body: BODY, headers: { ...sealed(), accept: FRAMES_TYPE } }, 401],
    ['turned from a subscription', { method: 'POST', body: BODY, headers: sealed(BODY, 'SUBSCRIBE') }, 401],
    ['by GET', { method: 'GET', headers: sealed('', 'GET') }, 405],
    ['that is no JSON', { method: 'POST', body: 'x', headers: sealed('x') }, 400],
    ['of another shape', { method: 'POST', body: '{"q":1}', headers: sealed('{"q":1}') }, 400],
    ['too large', { method: 'POST', body: 'x'.repeat(5_000), headers: sealed() }, 413],
    ['compressed', { method: 'POST', body: BODY, headers: { ...sealed(), 'content-encoding': 'gzip' } }, 415],
  ])('%s is refused', async (_what, init, status) => {
    const { remote } = await serve(shelves(), { bodyLimit: 4_096 });
    const response = await fetch(remote.url, init);
    expect(response.status).toBe(status);
    expect(response.headers.get(ANSWER_HEADER)).toBeNull();
    expect(await response.text()).toMatch(/^{"errors":\[{"message":"[^"]+","extensions":{"code":"[A-Z_]+"}}\]}$/);
  });

  it('is refused at another address', async () => {
    const { remote } = await serve(shelves());
    for (const url of [`${remote.url}/`, `${remote.url}?a=1`, remote.url.replace('graphql', 'GraphQL')]) {
      const { status } = await fetch(url, { method: 'POST', body: BODY, headers: sealed() });
      expect([401, 404]).toContain(status);
    }
  });

  it('is refused when it comes a second time', async () => {
    const { remote, lines } = await serve(shelves());
    const headers = sealed();
    const twice = () => fetch(remote.url, { method: 'POST', body: BODY, headers });
    expect([(await twice()).status, (await twice()).status]).toStrictEqual([200, 401]);
    expect(lines).toMatchObject([{ msg: 'A request between services was refused.', code: 'REPLAYED' }]);
  });
});

describe('an answer', () => {
  const other = keyRingOfSite(Buffer.alloc(32, 6));

  it.each<[string, RequestListener]>([
    ['not signed', (_request, response) => response.end('{"data":{"asker":"x"}}')],
    [
      'signed by a stranger',
      (request, response) => {
        const body = '{"data":{"asker":"x"}}';
        const nonce = sealOfHeaders(request.headers)?.nonce ?? '';
        response.setHeader(ANSWER_HEADER, signAnswer(other, { nonce, frame: 0, body })).end(body);
      },
    ],
    [
      'to another request',
      (_request, response) => {
        const body = '{"data":{"asker":"x"}}';
        response.setHeader(ANSWER_HEADER, signAnswer(KEYS, { nonce: 'earlier', frame: 0, body })).end(body);
      },
    ],
    [
      'cut off',
      (_request, response) => response.writeHead(200, { 'content-length': 9 }).write('{', () => response.destroy()),
    ],
    ['a redirection', (_request, response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end()],
  ])('that is %s is none', async (_what, app) => {
    const { executor } = await pretender(app);
    await expect(executor.execute(asker)).rejects.toThrow('The service shelves did not answer.');
    await expect(executor.subscribe(asker).next()).rejects.toThrow(PeerUnavailable);
  });

  it('is none when nobody listens, and when nobody waits any more', async () => {
    const executor = createRemoteExecutor({
      service: 'shelves',
      keys: KEYS,
      clock: systemClock,
      url: 'http://127.0.0.1:9/graphql',
    });
    await expect(executor.execute(asker)).rejects.toThrow('The service shelves did not answer.');
    const { executor: silent } = await pretender(() => undefined);
    await expect(silent.execute({ ...asker, signal: AbortSignal.timeout(20) })).rejects.toThrow(PeerUnavailable);
  });
});

describe('a subscription whose connection is lost', () => {
  const DOCUMENT = 'subscription { shelfFilled { id } }';
  const subscribing = { document: DOCUMENT, asking: ASKING };
  const filled = (id: string) => ({ data: { shelfFilled: { id } } });

  it('tells so, and its source ends', async () => {
    const ended = jest.fn();
    const queue = createFrameQueue<string>({ limit: 10, onEnd: ended });
    const { executor, cut } = await serve(shelvesFilling([], () => queue.frames));
    const frames = executor.subscribe(subscribing);
    queue.push('a');
    expect((await frames.next()).value).toStrictEqual(filled('a'));
    const next = frames.next();
    cut();
    await expect(next).rejects.toThrow(PeerUnavailable);
    expect(ended).toHaveBeenCalledTimes(1);
    expect(await frames.next()).toMatchObject({ done: true });
  });

  it('is noticed when nothing is heard of it', async () => {
    const { remote } = await pretender((_request, response) => {
      response.writeHead(200).flushHeaders();
    });
    const unheard = createRemoteSubscriber(remote, { silenceMs: 20 })(subscribing);
    await expect(unheard.next()).rejects.toThrow(PeerUnavailable);
  });

  it('is told apart from a quiet one, which tells that it is alive', async () => {
    const queue = createFrameQueue<string>({ limit: 10 });
    const { remote } = await serve(
      shelvesFilling([], () => queue.frames),
      { aliveMs: 5 },
    );
    const body = JSON.stringify({ query: DOCUMENT });
    const headers = { ...sealed(body, 'SUBSCRIBE'), accept: FRAMES_TYPE };
    const response = await fetch(remote.url, { method: 'POST', body, headers });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toMatch(/^site\.[\w-]{43} {"alive":true}\n$/);
    await reader?.cancel();
  });

  it('is not lost where signs of life come between frames', async () => {
    const { executor } = await pretender((request, response) => {
      const nonce = sealOfHeaders(request.headers)?.nonce ?? '';
      const bodies = [ALIVE, JSON.stringify(filled('a')), ALIVE, COMPLETE];
      const lines = bodies.map((body, at) => `${signAnswer(KEYS, { nonce, frame: at + 1, body })} ${body}\n`);
      response.end(lines.join(''));
    });
    const frames = executor.subscribe(subscribing);
    expect([await frames.next(), await frames.next()]).toStrictEqual([
      { done: false, value: filled('a') },
      { done: true, value: undefined },
    ]);
  });

  it.each<[string, (lines: readonly string[]) => readonly string[]]>([
    ['left out', ([, second = '']) => [second]],
    ['told twice', ([first = '']) => [first, first]],
    ['changed', ([first = '', second = '']) => [first, second.replace('"b"', '"c"')]],
    ['not signed', ([first = '', second = '']) => [first, second.slice(second.indexOf(' ') + 1)]],
    ['missing at the end', ([first = '']) => [first]],
  ])('or of which a frame is %s tells so', async (_what, spoil) => {
    const { executor } = await pretender((request, response) => {
      const nonce = sealOfHeaders(request.headers)?.nonce ?? '';
      const lines = ['a', 'b'].map((id, index) => {
        const body = JSON.stringify(filled(id));
        return `${signAnswer(KEYS, { nonce, frame: index + 1, body })} ${body}\n`;
      });
      response.end(spoil(lines).join(''));
    });
    const read = async () => {
      for await (const frame of executor.subscribe(subscribing)) expect(frame).not.toStrictEqual(filled('c'));
    };
    await expect(read()).rejects.toThrow(PeerUnavailable);
  });
});

describe.each([
  [
    'in process',
    async () => {
      const { log } = await serve(shelves());
      return createLocalPeer({ service: 'shelves', schema: shelves, log });
    },
  ],
  ['over HTTP', async () => createHttpPeer((await serve(shelves())).remote)],
])('a peer %s', (_mode, open) => {
  const asking = { variables: {}, identity: serviceIdentity('ipm'), correlationId: 'c-1' };

  it('gives its data, or throws its fault', async () => {
    const peer = await open();
    expect(await peer.execute({ ...asking, document: '{ asker }' })).toMatchObject({ asker: 'service:ipm  c-1 ' });
    await expect(peer.execute({ ...asking, document: '{ nothing }' })).rejects.toThrow(
      new PeerFault('shelves', 'GRAPHQL_VALIDATION_FAILED'),
    );
  });
});

it('is unavailable as a peer until its service is started', async () => {
  const { log } = await serve(shelves());
  const peer = createLocalPeer({ service: 'beds', schema: () => undefined, log });
  const request = { document: '{ a }', variables: {}, identity: serviceIdentity('ipm'), correlationId: 'c' };
  await expect(peer.execute(request)).rejects.toThrow(new PeerUnavailable('beds'));
});
