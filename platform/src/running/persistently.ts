import { EngineUnavailable, OutcomeUnknown } from '../event-store/errors';
import { PeerUnavailable } from '../graphql/peer';
import type { Log } from '../telemetry/log';
import { pause } from './pause';

const FIRST_PAUSE_MS = 5;
const LONGEST_PAUSE_MS = 5000;
const WARN_AT = 4;
const WARN_EVERY = 12;

/** It was stopped while what it asked for had not been done. It is asked again at the next start. */
export class Stopped extends Error {
  constructor(options?: ErrorOptions) {
    super('It was stopped before this was done.', options);
    this.name = 'Stopped';
  }
}

/** Whether the same asked again may go well: an engine or another service is away, or its answer was lost. */
export const isTransient = (error: unknown): boolean =>
  error instanceof EngineUnavailable || error instanceof OutcomeUnknown || error instanceof PeerUnavailable;

/** How long to wait before the next attempt: twice as long each time, up to five seconds. */
export const backOffMs = (attempt: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempt - 1, 20), LONGEST_PAUSE_MS);

/**
 * Does what is safe to do twice, and again with growing pauses while the fault is a passing one. Any other fault is thrown as
 * it is; Stopped when the signal fires meanwhile.
 */
export async function persistently<T>(
  work: () => Promise<T>,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Log },
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (attempt === WARN_AT || attempt % WARN_EVERY === 0) {
        log.warn('Something asked of an engine or a service was not done; it is asked again.', { attempt, error });
      }
      await pause(backOffMs(attempt), signal);
      if (signal.aborted) throw new Stopped({ cause: error });
    }
  }
}
