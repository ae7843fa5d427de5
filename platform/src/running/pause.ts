import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after that time, or as soon as the signal fires; never rejects. */
export const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch((): void => undefined);

/** A pause that others can end early. A nudge that nobody waits for ends the next pause. */
export interface Nudge {
  nudge(): void;
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export function createNudge(): Nudge {
  let nudged = new AbortController();
  return {
    nudge: () => nudged.abort(),
    async pause(ms, signal) {
      const end = (): void => nudged.abort();
      signal.addEventListener('abort', end, { once: true });
      if (!signal.aborted) await pause(ms, nudged.signal);
      signal.removeEventListener('abort', end);
      nudged = new AbortController();
    },
  };
}
