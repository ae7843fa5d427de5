import type { EventBatch, RecordedEvent } from '../event-store/event-store';
import { positionOf } from '../event-store/position';
import { sampleEvent, sampleMetadata } from '../event-store/testing';
import { createMetrics } from '../telemetry/metrics';
import { instant } from '../time/instant';
import { followingMetrics } from './following-metrics';

const [at0, at1, at9] = [
  instant('2026-01-05T09:30:00.000Z'),
  instant('2026-01-05T09:30:01.000Z'),
  instant('2026-01-05T09:30:09.000Z'),
];

const batchOf = (caughtUp: boolean, ...times: readonly (typeof at0)[]): EventBatch => ({
  caughtUp,
  events: times.map((recordedAt, revision): RecordedEvent => {
    const told = { stream: 'thing-1', revision, position: positionOf(revision) };
    return { ...sampleEvent(), metadata: { ...sampleMetadata, recordedAt }, ...told };
  }),
});

it('is behind by the oldest event that was not taken, for as long as it lasts and while this instance follows', async () => {
  const metrics = createMetrics();
  const following = new AbortController();
  const clock = { now: () => at9, monotonicMs: () => 0 };
  const tell = followingMetrics({ metrics, clock, signal: following.signal }, 'board');
  const lag = async (): Promise<string | undefined> =>
    /^followed_lag_ms\{part="board"\} (\d+)/m.exec(await metrics.text())?.[1];

  expect(await lag()).toBe('0');
  tell.received(batchOf(false, at0, at1));
  expect(await lag()).toBe('9000');
  tell.taken(batchOf(false, at0, at1));
  expect(await lag()).toBe('8000');
  tell.taken(batchOf(true));
  expect(await lag()).toBe('0');
  tell.received(batchOf(true, at1));
  expect(await lag()).toBe('8000');
  following.abort();
  expect(await lag()).toBe('0');
});
