import { ANSWER_HEADER, headersOfSeal } from '../security/signed-headers';
import { isAnswerSigned, signRequest } from '../security/signing';
import { PeerUnavailable } from './peer';
import { createRemoteSubscriber } from './remote-subscriber';
import { answerSchema, bodyOf, UnsignedAnswer, type RemoteExecutorOptions } from './remote-wire';
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from './subgraph-executor';

/** As long as an engine's answer, and a peer's, is waited for. */
const ANSWER_MS = 10_000;

/** Asks a subgraph of another process. Answers that its service did not sign, for this request, are no answers. */
export function createRemoteExecutor(options: RemoteExecutorOptions): SubgraphExecutor {
  const { service, url, keys, clock, answerMs = ANSWER_MS } = options;
  const { pathname } = new URL(url);

  async function answerTo(request: SubgraphRequest): Promise<SubgraphResult> {
    const body = bodyOf(request);
    const seal = signRequest(keys, clock, { audience: service, method: 'POST', path: pathname, body }, request.asking);
    const inTime = AbortSignal.timeout(answerMs);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', ...headersOfSeal(seal) },
      body,
      redirect: 'error',
      signal: request.signal ? AbortSignal.any([request.signal, inTime]) : inTime,
    });
    const text = await response.text();
    const answer = { nonce: seal.nonce, frame: 0, body: text };
    if (!isAnswerSigned(keys, answer, response.headers.get(ANSWER_HEADER))) {
      throw new UnsignedAnswer(`The answer, of status ${response.status}, is not signed for this request.`);
    }
    const { extensions, ...result } = answerSchema.parse(JSON.parse(text));
    if (extensions?.shows) request.shows?.(extensions.shows);
    if (extensions?.traces) request.tells?.(extensions.traces);
    return result;
  }

  return {
    execute: (request) =>
      answerTo(request).catch((cause: unknown) => {
        throw new PeerUnavailable(service, { cause });
      }),
    subscribe: createRemoteSubscriber(options),
  };
}
