/** Calls to an engine of another process that wait for an answer. */
export interface WaitingCalls {
  /** Rejects with `noAnswer`, and fires the signal, where the work has not ended after its time or is given up. */
  within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** None of them waits any longer, and none that comes later. */
  giveUp(): void;
  isGivenUp(): boolean;
}

/** `noAnswer` is what whoever called is told then. */
export function createWaitingCalls(noAnswer: Error): WaitingCalls {
  const waiting = new Set<() => void>();
  let givenUp = false;
  return {
    async within(ms, work) {
      if (givenUp) throw noAnswer;
      const stop = new AbortController();
      let leave = (): void => undefined;
      const left = new Promise<never>((_, reject) => {
        leave = () => {
          reject(noAnswer);
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
