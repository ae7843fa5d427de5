import type { Clock } from '../time/clock';
import type { Instant } from '../time/instant';
import type { LogFields } from './log-fields';
import { traceFrom } from './trace';

/** Everything that a span may be called. The first two begin a trace; what the others mean is in docs/tracing.md. */
export const SPAN_NAMES = [
  'frame received',
  'mutation',
  'frame stored',
  'message decoded',
  'patients told',
  'beds told',
  'message settled',
  'subgraph asked',
  'command decided',
  'event shown by board',
  'row pushed',
] as const;
export type SpanName = (typeof SPAN_NAMES)[number];

/** What may stand on a span: of the fields of log lines those that never differ by patient, and the id of the message. */
export type SpanFields = Pick<
  LogFields,
  'partner' | 'category' | 'event' | 'operation' | 'subgraph' | 'outcome' | 'messageId' | 'count' | 'ms'
>;

export interface Span {
  readonly name: SpanName;
  /** W3C traceparent of what began the trace. That span has its span id; every other is a child of it, in whatever process. */
  readonly trace: string;
  /** Of a span that begins here: the traceparent of a caller who traces, too. */
  readonly caller?: string | undefined;
  readonly startedAt: Instant;
  /** How long it took, in milliseconds, perhaps with a fraction. */
  readonly ms: number;
  readonly failed?: boolean;
  readonly fields?: SpanFields;
}

/** Where spans go. Nothing here ever waits, throws or slows down what is traced: a span that cannot be told is lost. */
export interface Tracing {
  /** Whether spans of this traceparent are collected: asked first, so that others cost nothing. */
  wants(trace: string): boolean;
  record(span: Span): void;
}

/** Nobody collects. */
export const NO_TRACING: Tracing = { wants: () => false, record: () => undefined };

/** What spans are made with. Without `tracing` none are. */
export interface Watch {
  readonly tracing?: Tracing | undefined;
  readonly clock: Clock;
}

/** The traceparent of what began with this id, where anybody collects at all. */
export const traceIfAny = ({ tracing = NO_TRACING }: Pick<Watch, 'tracing'>, id: string): string | undefined =>
  tracing === NO_TRACING ? undefined : traceFrom(id);

export interface Work<Result> extends Pick<Span, 'name' | 'fields' | 'caller'> {
  /** The traces that it is of: one span each. */
  readonly traces: readonly (string | undefined)[];
  /** What the result adds to the fields. */
  readonly told?: (result: Result) => SpanFields;
}

/** Does the work, and records how long it took, however it ended. */
export async function traced<Result>(
  { tracing = NO_TRACING, clock }: Watch,
  { traces, told, ...span }: Work<Result>,
  work: () => Promise<Result>,
): Promise<Result> {
  const wanted = traces.filter((trace) => trace !== undefined && tracing.wants(trace));
  if (wanted.length === 0) return work();
  const [startedAt, from] = [clock.now(), clock.monotonicMs()];
  const record = (failed: boolean, more?: SpanFields): void => {
    const fields = { ...span.fields, ...more };
    const ms = clock.monotonicMs() - from;
    for (const trace of wanted)
      if (trace !== undefined) tracing.record({ ...span, trace, startedAt, ms, failed, fields });
  };
  try {
    const result = await work();
    record(false, told?.(result));
    return result;
  } catch (error) {
    record(true);
    throw error;
  }
}
