import type { EventBatch } from '../event-store/event-store';
import type { Metrics } from '../telemetry/metrics';
import type { Clock } from '../time/clock';
import { epochMsOf, type Instant } from '../time/instant';

const MOST_PARTS = 64;

/** Tells how many events a part has taken, and how far it is behind. */
export interface FollowingMetrics {
  /** From here on it is behind, by the age of the oldest event that it has and has not taken, however long that lasts. */
  received(batch: EventBatch): void;
  /** No longer behind where there was no later event; else by the age of the last one. */
  taken(batch: EventBatch): void;
}

export interface FollowingWhile {
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** When it fires, this instance does not follow any more, and is not behind: whoever goes on tells of that. */
  readonly signal: AbortSignal;
}

export function followingMetrics({ metrics, clock, signal }: FollowingWhile, part: string): FollowingMetrics {
  const labels = { part: { atMost: MOST_PARTS } };
  const total = metrics.counter({ name: 'followed_events_total', help: 'Events that a part has taken.', labels });
  const lag = metrics.gauge({ name: 'followed_lag_ms', help: 'How far a part is behind its events.', labels });
  let behindSince: Instant | undefined;
  metrics.beforeReading(`followed/${part}`, () => {
    const now = epochMsOf(clock.now());
    const since = behindSince === undefined || signal.aborted ? now : epochMsOf(behindSince);
    lag.set(Math.max(0, now - since), { part });
  });
  return {
    received({ events: [oldest] }) {
      behindSince = oldest?.metadata.recordedAt ?? behindSince;
    },
    taken({ events, caughtUp }) {
      total.add(events.length, { part });
      behindSince = caughtUp ? undefined : (events.at(-1)?.metadata.recordedAt ?? behindSince);
    },
  };
}
