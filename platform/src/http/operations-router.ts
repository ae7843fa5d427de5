import { Router, type Request, type Response } from 'express';
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

/** As in Kubernetes' own /readyz: parts that the asker does not judge by. */
const excludedBy = ({ query: { exclude } }: Request): ReadonlySet<unknown> =>
  new Set(Array.isArray(exclude) ? exclude : [exclude]);

/** JSON of every part, and 503 while any of them cannot do its work but those that are excluded. */
function answerReadiness(parts: Readonly<Record<string, Readiness>>, request: Request, response: Response): void {
  const excluded = excludedBy(request);
  const ready = Object.entries(parts).every(([name, part]) => part.ready || excluded.has(name));
  response.status(ready ? 200 : 503).json({ ready, parts });
}

/**
 * What those who run the process ask it: /healthz (it runs), /readyz (every part does its work; the reasons are fixed
 * sentences; `?exclude=bus` answers 200 whatever that part says) and /metrics (Prometheus text). Nothing here names a patient, so no sign-in stands before it.
 */
export function operationsRouter(options: OperationsOptions): Router {
  const { readiness, metrics } = options;
  measureReadiness(options);
  const router = Router({ caseSensitive: true, strict: true });
  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/readyz', (request, response) => answerReadiness(readiness(), request, response));
  router.get('/metrics', async (_request, response) => {
    response.set('content-type', metrics.contentType).send(await metrics.text());
  });
  return router;
}
