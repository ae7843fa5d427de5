import { isFaultCode, type FaultCode } from './fault';
import { PeerFault, PeerUnavailable, type GraphPeer } from './peer';
import type { SubgraphExecutor } from './subgraph-executor';

/** Faults that pass by themselves: asking again later is all that can be done. */
const PASSING: readonly FaultCode[] = ['DOWNSTREAM_UNAVAILABLE', 'RATE_LIMITED'];

export interface PeerOptions {
  /** The service that is asked. */
  readonly service: string;
  /** How long an answer is waited for; 10 s if not told. */
  readonly deadlineMs?: number | undefined;
}

/** Rejects when the signal aborts, however long the work takes. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(new Error('The deadline has passed.'));
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

/** A peer whose answers come from an executor: data whole, or a thrown error. */
export function peerOver(
  { service, deadlineMs = 10_000 }: PeerOptions,
  executorOf: () => SubgraphExecutor | undefined,
): GraphPeer {
  return {
    async execute({ document, variables, identity, correlationId, trace }) {
      const executor = executorOf();
      if (!executor) throw new PeerUnavailable(service);
      const signal = AbortSignal.timeout(deadlineMs);
      const asking = { identity, correlationId, trace };
      const { data, errors } = await unlessAborted(
        executor.execute({ document, variables, asking, signal }),
        signal,
      ).catch((cause: unknown) => {
        throw cause instanceof PeerUnavailable ? cause : new PeerUnavailable(service, { cause });
      });
      const [first] = errors ?? [];
      if (!first) return data;
      const code = first.extensions?.['code'];
      const known = isFaultCode(code) ? code : 'INTERNAL_SERVER_ERROR';
      throw PASSING.includes(known) ? new PeerUnavailable(service) : new PeerFault(service, known);
    },
  };
}
