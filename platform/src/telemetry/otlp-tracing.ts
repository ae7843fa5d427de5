import { SpanKind, SpanStatusCode, TraceFlags, ROOT_CONTEXT, type HrTime, type SpanContext } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace';
import { randomBytes } from 'node:crypto';
import { epochMsOf } from '../time/instant';
import { writableFields } from './log-fields';
import { createOtlpExporter, SENT_WITHIN_MS, type OtlpExporterOptions } from './otlp-exporter';
import { idsOfTrace } from './trace';
import { NO_TRACING, type Span, type Tracing } from './tracing';

export interface OtlpTracingOptions extends OtlpExporterOptions {
  /** The part of all traces that is kept, from 0 to 1: by trace id, so that every process keeps the same ones. */
  readonly ratio: number;
  /** Tells this process from others. */
  readonly instance: string;
  /** How long spans gather before they are sent; 2 s if not told. */
  readonly everyMs?: number;
}

/** The tracing of a process. */
export interface ProcessTracing {
  /** Spans of this service. */
  of(service: string): Tracing;
  /** Sends what waits, within 2 s, whether or not anybody takes it. Safe to call twice. Never rejects. */
  stop(): Promise<void>;
}

/** Nobody collects. */
export const noProcessTracing: ProcessTracing = { of: () => NO_TRACING, stop: () => Promise.resolve() };

/** So many spans wait at most; when a collector is away or slow, those that come then are lost. */
const MOST_WAITING = 4096;
const EVERY_MS = 2000;
const SCOPE = { name: 'patient-flow' };

/** Seconds and nanoseconds. */
function hrTime(ms: number): HrTime {
  const seconds = Math.floor(ms / 1000);
  return [seconds, Math.round((ms - seconds * 1000) * 1e6)];
}

const contextOf = (traceId: string, spanId: string): SpanContext => ({
  traceId,
  spanId,
  traceFlags: TraceFlags.SAMPLED,
});

const ROOTS: readonly string[] = ['frame received', 'mutation'];

/** Who it is and what it follows from: the spans that begin a trace have the span id that all others name. */
function placeOf({ name, trace, caller }: Span) {
  const ids = idsOfTrace(trace);
  if (ids === undefined) return undefined;
  const { traceId, spanId } = ids;
  if (!ROOTS.includes(name))
    return { context: contextOf(traceId, randomBytes(8).toString('hex')), parent: contextOf(traceId, spanId) };
  const above = caller === undefined ? undefined : idsOfTrace(caller);
  return { context: contextOf(traceId, spanId), parent: above && contextOf(above.traceId, above.spanId) };
}

const attributesOf = ({ fields = {} }: Span): Record<string, string | number> =>
  Object.fromEntries(Object.entries(writableFields(fields)).map(([name, value]) => [`flow.${name}`, value]));

function readable(span: Span, resource: ReadableSpan['resource']): ReadableSpan | undefined {
  const place = placeOf(span);
  if (place === undefined) return undefined;
  const [from, ms] = [epochMsOf(span.startedAt), Math.max(span.ms, 0)];
  return {
    name: span.name,
    kind: ROOTS.includes(span.name) ? SpanKind.SERVER : SpanKind.INTERNAL,
    spanContext: () => place.context,
    ...(place.parent && { parentSpanContext: place.parent }),
    ...{ startTime: hrTime(from), endTime: hrTime(from + ms), duration: hrTime(ms), ended: true },
    status: { code: span.failed === true ? SpanStatusCode.ERROR : SpanStatusCode.UNSET },
    attributes: attributesOf(span),
    ...{ links: [], events: [], resource, instrumentationScope: SCOPE },
    ...{ droppedAttributesCount: 0, droppedEventsCount: 0, droppedLinksCount: 0 },
  };
}

/** Sends spans to a collector, in batches, beside whatever is traced. */
export function openOtlpTracing(options: OtlpTracingOptions): ProcessTracing {
  const { ratio, instance, everyMs = EVERY_MS } = options;
  const processor = new BatchSpanProcessor({
    exporter: createOtlpExporter(options),
    maxQueueSize: MOST_WAITING,
    scheduledDelayMillis: everyMs,
    exportTimeoutMillis: SENT_WITHIN_MS,
  });
  const sampler = new TraceIdRatioBasedSampler(ratio);
  const wants = (trace: string): boolean => {
    const ids = idsOfTrace(trace);
    return (
      ids !== undefined && sampler.shouldSample(ROOT_CONTEXT, ids.traceId).decision !== SamplingDecision.NOT_RECORD
    );
  };

  async function stop(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, SENT_WITHIN_MS)));
    // Whoever does not take the last spans has lost them.
    await Promise.race([processor.shutdown().catch(() => undefined), late]);
    clearTimeout(timer);
  }
  let stopped: Promise<void> | undefined;
  return {
    of(service) {
      const resource = resourceFromAttributes({
        'service.name': `patient-flow-${service}`,
        'service.instance.id': instance,
      });
      return {
        wants,
        record(span) {
          const ready = wants(span.trace) ? readable(span, resource) : undefined;
          if (ready) processor.onEnd(ready);
        },
      };
    },
    stop: () => (stopped ??= stop()),
  };
}
