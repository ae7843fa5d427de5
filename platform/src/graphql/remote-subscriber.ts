import { headersOfSeal } from '../security/signed-headers';
import { isAnswerSigned, signRequest } from '../security/signing';
import { OperatorError } from '../values/operator-error';
import type { Frames } from './frames';
import { PeerUnavailable } from './peer';
import {
  ALIVE_MS,
  bodyOf,
  FRAMES_TYPE,
  frameSchema,
  SUBSCRIBE,
  UnsignedAnswer,
  type RemoteExecutorOptions,
} from './remote-wire';
import { createLineReader } from './response-lines';
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from './subgraph-executor';

const LINE_LIMIT = 32 * 1024 * 1024;
const ENDED = { done: true, value: undefined } as const;

type NextFrame = () => Promise<SubgraphResult | undefined>;

/** The frames of one answer, in their order: each is signed with its number, so that none is missing, changed or told twice. */
function signedFrames(nextLine: () => Promise<string | undefined>, keys: RemoteExecutorOptions['keys'], nonce: string) {
  let count = 0;
  return async function nextFrame() {
    const line = await nextLine();
    if (line === undefined) throw new OperatorError('The connection of a subscription was lost.');
    const space = line.indexOf(' ');
    const body = line.slice(space + 1);
    count += 1;
    if (!isAnswerSigned(keys, { nonce, frame: count, body }, line.slice(0, Math.max(space, 0)))) {
      throw new UnsignedAnswer('A frame is not signed for this subscription.');
    }
    return frameSchema.parse(JSON.parse(body));
  };
}

/** Sends the signed request and waits for the head of its answer. */
async function connect(
  { service, url, keys, clock }: RemoteExecutorOptions,
  request: SubgraphRequest,
  signal: AbortSignal,
): Promise<{ readonly nonce: string; readonly lines: ReadableStream<Uint8Array> }> {
  const body = bodyOf(request);
  const parts = { audience: service, method: SUBSCRIBE, path: new URL(url).pathname, body };
  const seal = signRequest(keys, clock, parts, request.asking);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: FRAMES_TYPE, ...headersOfSeal(seal) },
    body,
    redirect: 'error',
    signal,
  });
  if (response.ok && response.body) return { nonce: seal.nonce, lines: response.body };
  throw new UnsignedAnswer(`A subscription was answered with status ${response.status}.`);
}

/** Opens one subscription; the frames that it reads tell whom they show before they are given. */
async function open(
  options: RemoteExecutorOptions,
  request: SubgraphRequest,
  { connection, silenceMs }: { readonly connection: AbortController; readonly silenceMs: number },
): Promise<NextFrame> {
  const end = (): void => connection.abort(new OperatorError('Nothing was heard of a subscription for too long.'));
  const timer = setTimeout(end, silenceMs);
  const { nonce, lines } = await connect(options, request, connection.signal).finally(() => clearTimeout(timer));
  const nextLine = createLineReader(lines, { limit: LINE_LIMIT, silence: { ms: silenceMs, end } });
  const next = signedFrames(nextLine, options.keys, nonce);
  return async () => {
    for (;;) {
      const frame = await next();
      if ('complete' in frame) return undefined;
      if ('alive' in frame) continue;
      const { extensions, ...result } = frame;
      if (extensions?.shows) request.shows?.(extensions.shows);
      if (extensions?.traces) request.tells?.(extensions.traces);
      return result;
    }
  };
}

/** Subscribes over one signed request, whose answer ends with the subscription. */
export function createRemoteSubscriber(
  options: RemoteExecutorOptions,
  { silenceMs = 2 * ALIVE_MS } = {},
): SubgraphExecutor['subscribe'] {
  return (request) => {
    const connection = new AbortController();
    const ended = new AbortController();
    let opened: Promise<NextFrame> | undefined;
    const end = (): void => {
      ended.abort();
      connection.abort();
    };
    const isOver = (): boolean => ended.signal.aborted;
    const frames: Frames<SubgraphResult> = {
      [Symbol.asyncIterator]: () => frames,
      async next() {
        if (isOver()) return ENDED;
        try {
          opened ??= open(options, request, { connection, silenceMs });
          const frame = await (await opened)();
          if (frame !== undefined && !isOver()) return { done: false, value: frame };
          end();
          return ENDED;
        } catch (cause) {
          if (isOver()) return ENDED;
          end();
          throw new PeerUnavailable(options.service, { cause });
        }
      },
      return() {
        end();
        return Promise.resolve(ENDED);
      },
    };
    return frames;
  };
}
