import { pauseAfter } from './lane-queues';

export interface Retrying {
  /** Resolves after so long, or at once when the signal fires. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onRetry: (because: unknown, attempts: number) => void;
}

/** Tries again, for ever, what a store did not answer: nobody may overtake. Undefined when the signal ended it. */
export async function untilDone<Result>(
  { wait, onRetry }: Retrying,
  signal: AbortSignal,
  attempt: () => Promise<Result>,
): Promise<Result | undefined> {
  for (let attempts = 1; !signal.aborted; attempts += 1) {
    try {
      return await attempt();
    } catch (because) {
      onRetry(because, attempts);
      await wait(pauseAfter(attempts), signal);
    }
  }
  return undefined;
}
