import { UnknownEventType } from '../decider/event-codec';
import type { Log } from '../telemetry/log';
import { pause } from './pause';
import { Stopped } from './persistently';
import type { Readiness, Running } from './running';

const STOPPING_MS = 8000;

export interface RunOptions {
  /** For people: which part it is. */
  readonly name: string;
  readonly log: Log;
  /** Whether it is ready while it runs; always unless given. */
  readonly ready?: () => Readiness;
}

/**
 * Runs the work until it is stopped. Work that throws has stopped for good: that is logged, and the part is not ready from then
 * on. Its own transient faults it has to outlast by itself.
 */
export function startRun(
  work: (signal: AbortSignal) => Promise<void>,
  { name, log, ready = () => ({ ready: true }) }: RunOptions,
): Running {
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
      const over = new AbortController();
      await Promise.race([ended, pause(STOPPING_MS, over.signal)]);
      over.abort();
    },
  };
}

const reasonOf = (error: unknown): string =>
  error instanceof UnknownEventType
    ? 'A newer version has written events that this version does not know.'
    : 'A part has stopped at a fault; the log says which.';
