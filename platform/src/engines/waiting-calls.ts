/** How long a call waits once the others were given up: an engine that answers at all does so by then, and is asked no more if not. */
export const BRIEFLY_MS = 500;

/** Calls to an engine of another process that wait for an answer. */
export interface WaitingCalls {
  /** Rejects with `noAnswer`, and fires the signal, where the work has not ended after its time or is given up. */
  within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /**
   * None of them waits any longer. The engine may be one that answers, so those that come later wait briefly; after the first
   * that waits in vain it is closed.
   */
  giveUp(): void;
  isGivenUp(): boolean;
  /** Gives up, too, and refuses those that come later with `noAnswer`. */
  close(): void;
}

/** `noAnswer` is what whoever called is told then. */
export function createWaitingCalls(noAnswer: Error): WaitingCalls {
  const waiting = new Set<() => void>();
  let givenUp = false;
  let closed = false;
  function giveUp(): void {
    givenUp = true;
    for (const leave of waiting) leave();
  }
  function close(): void {
    closed = true;
    giveUp();
  }
  return {
    async within(ms, work) {
      if (closed) throw noAnswer;
      const stop = new AbortController();
      let leave = (): void => undefined;
      const left = new Promise<never>((_, reject) => {
        leave = () => {
          reject(noAnswer);
          stop.abort();
        };
      });
      const timer = givenUp && ms >= BRIEFLY_MS ? setTimeout(close, BRIEFLY_MS) : setTimeout(leave, Math.max(ms, 0));
      waiting.add(leave);
      try {
        return await Promise.race([work(stop.signal), left]);
      } finally {
        clearTimeout(timer);
        waiting.delete(leave);
      }
    },
    giveUp,
    isGivenUp: () => givenUp,
    close,
  };
}
