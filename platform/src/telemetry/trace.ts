import { createHash } from 'node:crypto';

/**
 * The W3C traceparent of what begins here: the same for the same id, so that what is done again after a crash is of the same
 * trace. Not sampled: whoever collects traces decides that.
 */
export function traceFrom(id: string): string {
  const digits = createHash('sha256').update(id).digest('hex');
  return `00-${digits.slice(0, 32)}-${digits.slice(32, 48)}-00`;
}
