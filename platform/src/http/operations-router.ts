import { Router, type Response } from 'express';
import type { Readiness } from '../running/running';
import type { Metrics } from '../telemetry/metrics';

export interface OperationsOptions {
  /** Each part of the process by its name. Asked at each request, so it must answer at once. */
  readonly readiness: () => Readonly<Record<string, Readiness>>;
  readonly metrics: Metrics;
}

const MOST_PARTS = 64;

/** So that an alert can name the part. */
function measureReadiness({ readiness, metrics }: OperationsOptions): void {
  const ready = metrics.gauge({
    name: 'part_ready',
    help: 'Whether a part can do its work.',
    labels: { part: { atMost: MOST_PARTS } },
  });
  metrics.beforeReading('ready', () => {
    for (const [part, told] of Object.entries(readiness())) ready.set(told.ready ? 1 : 0, { part });
  });
}

/** JSON of every part, and 503 while any of them cannot do its work. */
function answerReadiness(parts: Readonly<Record<string, Readiness>>, response: Response): void {
  const ready = Object.values(parts).every((part) => part.ready);
  response.status(ready ? 200 : 503).json({ ready, parts });
}

/**
 * What those who run the process ask it: /healthz (it runs), /readyz (every part does its work; the reasons are fixed
 * sentences) and /metrics (Prometheus text). Nothing here names a patient, so no sign-in stands before it.
 */
export function operationsRouter(options: OperationsOptions): Router {
  const { readiness, metrics } = options;
  measureReadiness(options);
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', (_request, response) => answerReadiness(readiness(), response));
  router.get('/metrics', async (_request, response) => {
    response.set('content-type', metrics.contentType).send(await metrics.text());
  });
  return router;
}
