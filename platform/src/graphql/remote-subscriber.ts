import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import { serviceIdentity } from '../security/identity';
import { isAnswerSigned, signRequest } from '../security/signing';
import { framesFrom, mapFrames, type Frames } from './frames';
import { PeerUnavailable } from './peer';
import { answerSchema, bodyOf, frameBody, SOCKET, UnsignedAnswer, type RemoteExecutorOptions } from './remote-wire';
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from './subgraph-executor';

const PING_MS = 5_000;

/** A client that ends its socket when a ping is not answered: a stopped process keeps its sockets open. */
function createWatchedClient(url: string, connectionParams: () => Record<string, unknown>): Client {
  let silence: NodeJS.Timeout | undefined;
  const client = createClient({
    url: url.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    keepAlive: PING_MS,
    connectionParams,
    on: {
      ping(received) {
        if (!received) silence = setTimeout(() => client.terminate(), PING_MS);
      },
      pong(received) {
        if (received) clearTimeout(silence);
      },
      closed: () => clearTimeout(silence),
    },
  });
  return client;
}

/** The same frames; whatever goes wrong, the service did not answer. */
function failingAs<Frame>(service: string, source: Frames<Frame>): Frames<Frame> {
  const frames: Frames<Frame> = {
    ...source,
    [Symbol.asyncIterator]: () => frames,
    next: () =>
      source.next().catch(async (cause: unknown) => {
        await source.return?.();
        throw new PeerUnavailable(service, { cause });
      }),
  };
  return frames;
}

/** Subscribes over one socket to the service, which opens with the first subscription and closes with the last. */
export function createRemoteSubscriber({
  service,
  url,
  keys,
  clock,
}: RemoteExecutorOptions): SubgraphExecutor['subscribe'] {
  const { pathname } = new URL(url);
  const sign = (body: string, asking: SubgraphRequest['asking']) =>
    signRequest(keys, clock, { audience: service, method: SOCKET, path: pathname, body }, asking);
  const client = createWatchedClient(url, () => ({
    ...sign('', { identity: serviceIdentity('socket'), correlationId: 'socket' }),
  }));

  function open(request: SubgraphRequest): Frames<SubgraphResult> {
    const body = bodyOf(request);
    const seal = sign(JSON.stringify(body), request.asking);
    let count = 0;
    return mapFrames(client.iterate({ ...body, extensions: { seal } }), (frame) => {
      const { extensions, ...result } = answerSchema.parse(frame);
      count += 1;
      const signed = { nonce: seal.nonce, frame: count, body: frameBody(result, extensions?.shows) };
      if (!isAnswerSigned(keys, signed, extensions?.signature)) {
        throw new UnsignedAnswer('A frame is not signed for this subscription.');
      }
      if (extensions?.shows) request.shows?.(extensions.shows);
      return result;
    });
  }

  return (request) => framesFrom(() => Promise.resolve(failingAs(service, open(request))));
}
