import { ExportResultCode } from '@opentelemetry/core';
import { JsonTraceSerializer } from '@opentelemetry/otlp-transformer';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { Log } from './log';
import type { Metrics } from './metrics';

export interface OtlpExporterOptions {
  /** Of a collector that takes OTLP over HTTP: `http://collector:4318`. */
  readonly endpoint: string;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Whoever takes no batch within this time has lost it. */
export const SENT_WITHIN_MS = 2000;

/** Counts what is taken and what is lost, and says once that nobody takes it. */
function counting({ log, metrics }: OtlpExporterOptions): (spans: number, isTaken: boolean) => void {
  const counter = metrics.counter({
    name: 'tracing_spans_total',
    help: 'Spans sent to the collector of traces, by whether it took them.',
    labels: { outcome: ['taken', 'lost'] },
  });
  let isAway = false;
  return (spans, isTaken) => {
    counter.add(spans, { outcome: isTaken ? 'taken' : 'lost' });
    if (isAway === !isTaken) return;
    isAway = !isTaken;
    if (isAway) log.warn('The collector takes no traces; they are lost until it does.');
    else log.info('The collector takes traces again.');
  };
}

async function post(url: string, body: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(SENT_WITHIN_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

/** Posts batches as OpenTelemetry writes them in JSON. What is not taken at once is lost, and never tried again. */
export function createOtlpExporter(options: OtlpExporterOptions): SpanExporter {
  const url = `${options.endpoint.replace(/\/+$/, '')}/v1/traces`;
  const count = counting(options);
  const underWay = new Set<Promise<void>>();
  return {
    export(spans, done) {
      const body = Buffer.from(JsonTraceSerializer.serializeRequest(spans) ?? []).toString('utf8');
      const sending = post(url, body).then((isTaken) => {
        underWay.delete(sending);
        count(spans.length, isTaken);
        done({ code: isTaken ? ExportResultCode.SUCCESS : ExportResultCode.FAILED });
      });
      underWay.add(sending);
    },
    async shutdown() {
      await Promise.all(underWay);
    },
  };
}
