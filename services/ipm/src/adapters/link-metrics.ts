import type { Metrics } from '@flow/platform/telemetry/metrics';
import type { Clock } from '@flow/platform/time/clock';
import { epochMsOf, type Instant } from '@flow/platform/time/instant';
import type { LinkHealth } from '../application/link-health';
import type { Links } from '../application/links';

const partner = { atMost: 50 } as const;
const boards = ['waiting', 'not-waiting'] as const;

/** By `boards` it is seen whether any board waits for what the partner says. */
function gaugesOf(metrics: Metrics) {
  const labels = { partner, boards };
  return {
    listening: metrics.gauge({ name: 'ipm_link_listening', help: 'Whether the port of a partner is open.', labels }),
    connected: metrics.gauge({ name: 'ipm_link_connected', help: 'Whether a partner is connected here.', labels }),
    silent: metrics.gauge({ name: 'ipm_link_silent_s', help: 'Since a partner was last heard.', labels }),
    behind: metrics.gauge({
      name: 'ipm_link_behind_s',
      help: 'Since everything received had an outcome; while nobody is connected, since the last that was settled.',
      labels,
    }),
    unsettled: metrics.gauge({ name: 'ipm_unsettled_messages', help: 'Messages without an outcome.', labels }),
    quarantined: metrics.gauge({ name: 'ipm_quarantined_messages', help: 'Messages in quarantine, to 1,000.', labels }),
    held: metrics.gauge({ name: 'ipm_held_messages', help: 'Messages that wait behind another, to 1,000.', labels }),
  };
}

/** Tells of every partner's link what `links` answers, at each reading. */
export function measureLinks(metrics: Metrics, links: Pick<Links, 'all'>, clock: Clock): void {
  const gauges = gaugesOf(metrics);
  const sinceS = (at: Instant): number => Math.max(0, epochMsOf(clock.now()) - epochMsOf(at)) / 1000;

  function tell({ partner, lastHeardAt, completeUpTo, completesBoards, ...health }: LinkHealth): void {
    const labels = { partner, boards: completesBoards === false ? 'not-waiting' : 'waiting' } as const;
    gauges.listening.set(health.listening ? 1 : 0, labels);
    gauges.connected.set(health.connected ? 1 : 0, labels);
    if (lastHeardAt !== undefined) gauges.silent.set(sinceS(lastHeardAt), labels);
    if (completeUpTo !== undefined) gauges.behind.set(sinceS(completeUpTo), labels);
    gauges.unsettled.set(health.unsettled, labels);
    gauges.quarantined.set(health.quarantined, labels);
    gauges.held.set(health.held, labels);
  }
  metrics.beforeReading('ipm-links', async () => (await links.all()).forEach(tell));
}
