import { createHash } from 'node:crypto';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}$/;
const NONE = /^0+$/;

/**
 * The W3C traceparent of what begins here: the same for the same id, so that what is done again after a crash is of the same
 * trace. Not sampled: whoever collects traces decides that.
 */
export function traceFrom(id: string): string {
  const digits = createHash('sha256').update(id).digest('hex');
  return `00-${digits.slice(0, 32)}-${digits.slice(32, 48)}-00`;
}

/** The traceparent of what begins here for a caller who has one: a span of its own in the caller's trace. */
export function traceWithin(caller: string, id: string): string {
  const [, own = ''] = /^00-[0-9a-f]{32}-([0-9a-f]{16})/.exec(traceFrom(id)) ?? [];
  const ids = idsOfTrace(caller);
  return ids === undefined ? traceFrom(id) : `00-${ids.traceId}-${own}-00`;
}

/** The two ids of a traceparent; undefined where it is none. */
export function idsOfTrace(trace: string): { readonly traceId: string; readonly spanId: string } | undefined {
  const [, traceId, spanId] = TRACEPARENT.exec(trace) ?? [];
  if (traceId === undefined || spanId === undefined || NONE.test(traceId) || NONE.test(spanId)) return undefined;
  return { traceId, spanId };
}
