import { instant, type Instant } from '@flow/platform/time/instant';
import { canonicalOrder, type CanonicalOrder } from '../ids';

/** The part after the time of the event itself: when it was recorded, and what tells apart what was recorded together. */
export const recordedPart = (order: CanonicalOrder): string => order.slice(order.indexOf('|') + 1);

const RECORDED = /^[^|]*\|(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)/;

/** When what has this order was recorded by whoever said it; where the order does not say, the time given. */
export function recordedAt(order: CanonicalOrder, otherwise: Instant): Instant {
  const [, text] = RECORDED.exec(order) ?? [];
  return text === undefined ? otherwise : instant(text);
}

/** When a thing recorded afterwards takes effect for others: not before somebody said so. */
export function effectiveAt(order: CanonicalOrder, occurredAt: Instant): Instant {
  const recorded = recordedAt(order, occurredAt);
  return recorded > occurredAt ? recorded : occurredAt;
}

/**
 * The order of something our people do. They do it knowing what was told so far, so it comes after that, even when the
 * partner's clock is ahead of ours.
 */
export function orderOfDeed(
  deed: { readonly deedId: string; readonly occurredAt: Instant; readonly at: Instant },
  known: readonly (CanonicalOrder | undefined)[],
): CanonicalOrder {
  let last = '';
  for (const order of known) if (order !== undefined && order > last) last = order;
  const own = `${deed.occurredAt}|${deed.at}|~|${deed.deedId}`;
  if (own > last) return canonicalOrder(own);
  // The tilde sorts after every digit, so after all that was told of the same moment.
  const after = `${last.slice(0, last.indexOf('|'))}|~|${deed.at}|${deed.deedId}`;
  return canonicalOrder(after > last ? after : `${last}~`);
}
