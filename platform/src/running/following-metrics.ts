import type { EventBatch } from '../event-store/event-store';
import type { Metrics } from '../telemetry/metrics';
import type { Clock } from '../time/clock';
import { epochMsOf } from '../time/instant';

const MOST_PARTS = 64;

/** Tells how many events a part has taken, and how far it is behind. */
export interface FollowingMetrics {
  /** Behind by the age of the last event, from when it came until it was taken. */
  received(batch: EventBatch): void;
  taken(batch: EventBatch): void;
}

export function followingMetrics(metrics: Metrics, part: string, clock: Clock): FollowingMetrics {
  const labels = { part: { atMost: MOST_PARTS } };
  const total = metrics.counter({ name: 'followed_events_total', help: 'Events that a part has taken.', labels });
  const lag = metrics.gauge({ name: 'followed_lag_ms', help: 'How far a part is behind its events.', labels });
  return {
    received({ events }) {
      const last = events.at(-1);
      if (last) lag.set(Math.max(0, epochMsOf(clock.now()) - epochMsOf(last.metadata.recordedAt)), { part });
    },
    taken({ events, caughtUp }) {
      total.add(events.length, { part });
      if (caughtUp) lag.set(0, { part });
    },
  };
}
