import { UnknownEventType } from '../decider/event-codec';
import type { Log } from '../telemetry/log';
import { pause } from './pause';
import { Stopped } from './persistently';
import type { Readiness, Running } from './running';

/** Leaves time for requests in hand before it, and to close what is below, within the 10 s that all of a stop may take. */
export const STOPPING_MS = 4500;

export interface RunOptions {
  /** For people: which part it is. */
  readonly name: string;
  readonly log: Log;
  /** Whether it is ready while it runs; always unless given. */
  readonly ready?: () => Readiness;
  /** How long a stop waits for what is in hand; 4.5 s unless given. */
  readonly stoppingMs?: number;
}

/**
 * Runs the work until it is stopped. Work that throws has stopped for good: that is logged, and the part is not ready from then
 * on. Its own transient faults it has to outlast by itself.
 */
export function startRun(work: (signal: AbortSignal) => Promise<void>, options: RunOptions): Running {
  const { name, log, ready = () => ({ ready: true }), stoppingMs = STOPPING_MS } = options;
  const stopping = new AbortController();
  let fault: string | undefined;
  const ended = work(stopping.signal).catch((error: unknown) => {
    if (error instanceof Stopped) return;
    fault = reasonOf(error);
    log.error('A part has stopped and does not go on by itself.', { part: name, error });
  });
  return {
    readiness: () => (fault === undefined ? ready() : { ready: false, reason: fault }),
    async stop() {
      stopping.abort();
      await noLongerThan(stoppingMs, ended);
    },
  };
}

/** Waits for it, but no longer than that; what it throws is its own. */
export async function noLongerThan(ms: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  await Promise.race([work.catch(() => undefined), pause(ms, over.signal)]);
  over.abort();
}

const reasonOf = (error: unknown): string =>
  error instanceof UnknownEventType
    ? 'A newer version has written events that this version does not know.'
    : 'A part has stopped at a fault; the log says which.';
