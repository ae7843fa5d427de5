import type { EventStore, Position, RecordedEvent } from '../event-store/event-store';
import type { Log } from '../telemetry/log';
import type { Metrics } from '../telemetry/metrics';
import { systemClock, type Clock } from '../time/clock';
import { freshOf } from './fresh';
import { followingMetrics, type FollowingMetrics } from './following-metrics';
import { createMark, type Mark } from './mark';
import { persistently } from './persistently';
import { startRun } from './run';
import type { Running } from './running';

export interface FollowOptions {
  readonly store: EventStore;
  readonly prefixes: readonly string[];
  /** Events after this one; from the first when absent. */
  readonly after?: Position | undefined;
  /**
   * Given each event once, in order. `caughtUp` is a hint that there was no later one; it comes after the last, perhaps without
   * events. After a transient fault the same events are given again; at any other the following stops.
   */
  readonly apply: (events: readonly RecordedEvent[], caughtUp: boolean) => void | Promise<void>;
  readonly log: Log;
  readonly name: string;
  readonly metrics?: Metrics;
  readonly clock?: Clock;
}

export interface Following extends Running {
  /** The last event that was applied; `after` before the first. */
  position(): Position | undefined;
  /** Whether it has been up to date once since it began. Not ready before. */
  caughtUp(): boolean;
  /** True as soon as that event has been applied; false when it was not within the time. */
  waitFor(position: Position, timeoutMs: number): Promise<boolean>;
}

/** Follows events in the memory of this instance, without a lease, from `after` until it is stopped. */
export function startFollowing(options: FollowOptions): Following {
  const { name, log } = options;
  const mark = createMark(options.after);
  let caughtUp = false;
  const run = startRun(async (signal) => follow(options, mark, signal, () => (caughtUp = true)), {
    name,
    log,
    ready: () => (caughtUp ? { ready: true } : { ready: false, reason: 'A part is still reading past events.' }),
  });
  return {
    readiness: () => run.readiness(),
    position: () => mark.at(),
    caughtUp: () => caughtUp,
    waitFor: async (position, timeoutMs) => mark.waitFor(position, timeoutMs),
    async stop() {
      mark.close();
      await run.stop();
    },
  };
}

async function follow(options: FollowOptions, mark: Mark, signal: AbortSignal, onCaughtUp: () => void): Promise<void> {
  const { store, prefixes, after, apply, log } = options;
  const tell = metricsOf(options, signal);
  let toldCaughtUp = false;
  for await (const batch of store.subscribe({ prefixes, after, signal })) {
    const fresh = freshOf(batch, mark.at());
    const { events, caughtUp } = fresh;
    if (events.length === 0 && (toldCaughtUp || !caughtUp)) continue;
    tell?.received(fresh);
    await persistently(async () => apply(events, caughtUp), { signal, log });
    toldCaughtUp = caughtUp;
    if (caughtUp) onCaughtUp();
    mark.moveTo(events.at(-1)?.position ?? mark.at());
    tell?.taken(fresh);
  }
}

const metricsOf = (
  { metrics, name, clock = systemClock }: FollowOptions,
  signal: AbortSignal,
): FollowingMetrics | undefined => metrics && followingMetrics({ metrics, clock, signal }, name);
