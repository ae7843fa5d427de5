import type { EventBatch } from '../event-store/event-store';
import type { Metrics } from '../telemetry/metrics';
import type { Clock } from '../time/clock';
import { epochMsOf } from '../time/instant';

const MOST_PARTS = 64;

/** Tells how many events a part has taken, and how long ago the last one was recorded; 0 ms once it has caught up. */
export function followingMetrics(metrics: Metrics, part: string, clock: Clock): (batch: EventBatch) => void {
  const labels = { part: { atMost: MOST_PARTS } };
  const taken = metrics.counter({ name: 'followed_events_total', help: 'Events that a part has taken.', labels });
  const lag = metrics.gauge({ name: 'followed_lag_ms', help: 'How far a part is behind its events.', labels });
  return ({ events, caughtUp }) => {
    const last = events.at(-1);
    taken.add(events.length, { part });
    const behindMs = last ? epochMsOf(clock.now()) - epochMsOf(last.metadata.recordedAt) : 0;
    if (last || caughtUp) lag.set(caughtUp ? 0 : Math.max(0, behindMs), { part });
  };
}
