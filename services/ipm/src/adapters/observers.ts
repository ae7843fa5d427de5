import { certificateGauge } from '@flow/platform/telemetry/certificate-gauge';
import type { Log } from '@flow/platform/telemetry/log';
import type { Metrics } from '@flow/platform/telemetry/metrics';
import { traceFrom } from '@flow/platform/telemetry/trace';
import { NO_TRACING, type Tracing } from '@flow/platform/telemetry/tracing';
import { REFUSALS, type LinkObserver } from '../application/link-observer';
import type { SettlingObserver } from '../application/message-lanes';

/** More partners than this are counted together. */
const PARTNERS = { atMost: 50 } as const;
const OUTCOMES = ['applied', 'ignored', 'held', 'quarantined', 'duplicate', 'skipped'] as const;
const REPLY_BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 250, 1000];

const collisionsOf = (metrics: Metrics) =>
  metrics.counter({
    name: 'ipm_control_id_collisions_total',
    help: 'Messages whose sender used their control id for other content before.',
    labels: { partner: PARTNERS },
  });

/** The span of a frame, of which all that follows from it is a part. */
const frameSpan =
  (tracing: Tracing): NonNullable<LinkObserver['answered']> =>
  (partner, { kind, messageId, receivedAt: startedAt }, ms) => {
    const trace = traceFrom(messageId);
    if (!tracing.wants(trace)) return;
    tracing.record({ name: 'frame received', trace, startedAt, ms, fields: { partner, messageId, event: kind } });
  };

/** Counts what links receive. `changed` is called with everything that may change how a link is seen. */
export function createLinkObserver(metrics: Metrics, changed: () => void, tracing: Tracing = NO_TRACING): LinkObserver {
  const received = metrics.counter({
    name: 'ipm_frames_total',
    help: 'Frames stored, by what they are.',
    labels: { partner: PARTNERS, kind: ['message', 'junk', 'too-large'] },
  });
  const acknowledged = metrics.histogram({
    name: 'ipm_reply_ms',
    help: 'From a whole frame to its reply.',
    labels: { partner: PARTNERS },
    buckets: REPLY_BUCKETS_MS,
  });
  const refused = metrics.counter({
    name: 'ipm_refused_total',
    help: 'Bytes not received and connections ended by us, by reason.',
    labels: { partner: PARTNERS, reason: REFUSALS },
  });
  const collisions = collisionsOf(metrics);
  /** What is counted from the first on has to stand at none before. */
  const begin = (partner: string): void => {
    collisions.add(0, { partner });
    for (const reason of REFUSALS) refused.add(0, { partner, reason });
  };
  const certificateSeen = certificateGauge(metrics);
  const open = metrics.gauge({ name: 'ipm_connections', help: 'Connections open.', labels: { partner: PARTNERS } });
  return {
    received(partner, kind) {
      received.add(1, { partner, kind });
      changed();
    },
    acknowledged: (partner, ms) => acknowledged.observe(ms, { partner }),
    refused: (partner, reason) => refused.add(1, { partner, reason }),
    certificate: (partner, cert) => certificateSeen(cert, partner),
    ...(tracing !== NO_TRACING && { answered: frameSpan(tracing) }),
    connections(partner, count) {
      if (count === 0) begin(partner);
      open.set(count, { partner });
      changed();
    },
  };
}

/** Counts how messages end. */
export function createSettlingObserver(metrics: Metrics, log: Log): SettlingObserver {
  const settled = metrics.counter({
    name: 'ipm_settled_total',
    help: 'Outcomes of messages; one that heals has more than one.',
    labels: { partner: PARTNERS, outcome: OUTCOMES },
  });
  const collisions = collisionsOf(metrics);
  return {
    settled: (partner, { outcome }) => settled.add(1, { partner, outcome }),
    collision: (partner) => collisions.add(1, { partner }),
    notReconsidered: (error) => log.warn('A message in quarantine could not be looked at; it is later.', { error }),
  };
}
