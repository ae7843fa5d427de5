import { ClientFailure } from './client-failure';

/** What failed on the way, when the call was left without an answer. */
const NO_ANSWER = new ClientFailure({ kind: 'no-answer' }, undefined);

/** Calls that wait for an answer. */
export interface WaitingCalls {
  /** Rejects with ClientFailure, and fires the signal, where the work has not ended after its time or is given up. */
  within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** None of them waits any longer. */
  giveUp(): void;
  isGivenUp(): boolean;
}

export function createWaitingCalls(): WaitingCalls {
  const waiting = new Set<() => void>();
  let givenUp = false;
  return {
    async within(ms, work) {
      const stop = new AbortController();
      let leave = (): void => undefined;
      const left = new Promise<never>((_, reject) => {
        leave = () => {
          reject(NO_ANSWER);
          stop.abort();
        };
      });
      const timer = setTimeout(leave, ms);
      waiting.add(leave);
      try {
        return await Promise.race([work(stop.signal), left]);
      } finally {
        clearTimeout(timer);
        waiting.delete(leave);
      }
    },
    giveUp() {
      givenUp = true;
      for (const leave of waiting) leave();
    },
    isGivenUp: () => givenUp,
  };
}
