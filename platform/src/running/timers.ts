import type { Documents } from '../documents/documents';
import type { Log } from '../telemetry/log';
import type { Metrics } from '../telemetry/metrics';
import type { Clock } from '../time/clock';
import { epochMsOf, type Instant } from '../time/instant';
import { underLease } from './lease';
import { createNudge, type Nudge } from './pause';
import { persistently } from './persistently';
import { startRun } from './run';
import type { Running } from './running';

/** Something to be done at a time. */
export interface Due {
  /** The same for the same deed; no patient data. */
  readonly id: string;
  readonly at: Instant;
}

export interface TimersOptions<D extends Due> {
  readonly name: string;
  readonly documents: Documents;
  readonly clock: Clock;
  readonly instance: string;
  readonly log: Log;
  /** What is due by now, from what is stored. What was fired goes from it once that has been stored. */
  readonly due: (now: Instant) => readonly D[] | Promise<readonly D[]>;
  /** Does it. It may come again, also when it was done: the deed recognises its own id. */
  readonly fire: (due: D) => Promise<void>;
  /** When the next falls due, to look just then; else it looks every second. */
  readonly next?: (now: Instant) => Instant | undefined | Promise<Instant | undefined>;
  /** The longest wait between two looks; 1 s unless given. */
  readonly everyMs?: number;
  readonly ttlMs?: number;
  readonly metrics?: Metrics;
}

export interface RunningTimers extends Running {
  /** Looks now, when something new was set. */
  look(): void;
}

const EVERY_MS = 1000;
const SHORTEST_WAIT_MS = 10;
/** What was fired may show as due until it has been projected. */
const SETTLING_MS = 2000;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 60_000;

/** When one may be fired again, on the monotonic clock. */
interface Quiet {
  readonly untilMs: number;
  readonly failures: number;
}

/** Fires what falls due while this instance owns the lease. One that fails is fired again with growing pauses, and holds up no other. */
export function startTimers<D extends Due>(options: TimersOptions<D>): RunningTimers {
  const { name, documents, clock, instance, log, metrics, ttlMs } = options;
  const nudge = createNudge();
  const lease = `timers/${name}`;
  const run = startRun(
    async (signal) =>
      underLease(
        { documents, name: lease, instance, log, metrics, signal, clock, ...(ttlMs !== undefined && { ttlMs }) },
        async (owning) => keepLooking(options, nudge, owning),
      ),
    { name: lease, log },
  );
  return {
    readiness: () => run.readiness(),
    look: () => nudge.nudge(),
    stop: async () => run.stop(),
  };
}

async function keepLooking<D extends Due>(options: TimersOptions<D>, nudge: Nudge, signal: AbortSignal): Promise<void> {
  const { clock, log, due } = options;
  let quiet: ReadonlyMap<string, Quiet> = new Map();
  while (!signal.aborted) {
    const dues = await persistently(async () => due(clock.now()), { signal, log });
    quiet = await fireAll(options, dues, quiet, signal);
    await nudge.pause(await waitMs(options, signal), signal);
  }
}

/** One after another, in order of time. Gives what to leave alone for a while. */
async function fireAll<D extends Due>(
  { clock, log, fire, name }: TimersOptions<D>,
  dues: readonly D[],
  before: ReadonlyMap<string, Quiet>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Quiet>> {
  const after = new Map<string, Quiet>();
  for (const due of [...dues].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))) {
    const known = before.get(due.id);
    const isQuiet = known !== undefined && known.untilMs > clock.monotonicMs();
    if (isQuiet) after.set(due.id, known);
    if (isQuiet || signal.aborted) continue;
    try {
      await fire(due);
      after.set(due.id, { untilMs: clock.monotonicMs() + SETTLING_MS, failures: 0 });
    } catch (error) {
      const failures = (known?.failures ?? 0) + 1;
      const pauseMs = Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20), LONGEST_RETRY_MS);
      after.set(due.id, { untilMs: clock.monotonicMs() + pauseMs, failures });
      log.warn('A timer could not be fired; it is fired again.', { part: name, attempt: failures, error });
    }
  }
  return after;
}

async function waitMs<D extends Due>(
  { clock, log, next, everyMs = EVERY_MS }: TimersOptions<D>,
  signal: AbortSignal,
): Promise<number> {
  const now = clock.now();
  const at = await persistently(async () => next?.(now), { signal, log });
  if (at === undefined) return everyMs;
  return Math.min(Math.max(epochMsOf(at) - epochMsOf(now), SHORTEST_WAIT_MS), everyMs);
}
