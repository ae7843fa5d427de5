import type { Position } from '@flow/platform/event-store/event-store';
import type { Instant } from '@flow/platform/time/instant';

/** How far one partner's messages have come. */
export interface PartnerProgress {
  /** Messages without an outcome. */
  readonly unsettled: number;
  /** The last one received before the oldest without an outcome, or the last of all: all before it have one. */
  readonly settledTo?: Instant;
  /** Where the last one stands that came this far. */
  readonly seenTo?: Position;
}

/** Which messages have an outcome and which have none yet, in the order of the inbox. */
export interface InboxProgress {
  /** False when it was seen before: batches may be delivered again. */
  begin(position: Position, partner: string, receivedAt: Instant): boolean;
  end(position: Position, partner: string): void;
  /** The last position up to which everything has an outcome; undefined before the first. */
  readonly settledTo: Position | undefined;
  of(partner: string): PartnerProgress;
}

interface Open<Mark> {
  readonly before: Mark | undefined;
}

/** What is open in one order, with the mark of what came before each. */
class Order<Mark> {
  readonly #open = new Map<Position, Open<Mark>>();
  #last: Mark | undefined;

  begin(position: Position, mark: Mark): void {
    this.#open.set(position, { before: this.#last });
    this.#last = mark;
  }

  end(position: Position): void {
    this.#open.delete(position);
  }

  get size(): number {
    return this.#open.size;
  }

  get settledTo(): Mark | undefined {
    for (const { before } of this.#open.values()) return before;
    return this.#last;
  }
}

/** `from`: where it was left, so that what is not begun again does not count as never settled. */
export function createInboxProgress(from: Position | undefined): InboxProgress {
  const all = new Order<Position | undefined>();
  const partners = new Map<string, { readonly order: Order<Instant>; seenTo: Position }>();
  let last = from;
  return {
    begin(position, partner, receivedAt) {
      if (last !== undefined && position <= last) return false;
      last = position;
      all.begin(position, position);
      const known = partners.get(partner) ?? { order: new Order<Instant>(), seenTo: position };
      known.seenTo = position;
      known.order.begin(position, receivedAt);
      partners.set(partner, known);
      return true;
    },
    end(position, partner) {
      all.end(position);
      partners.get(partner)?.order.end(position);
    },
    get settledTo() {
      return all.settledTo ?? from;
    },
    of(partner) {
      const known = partners.get(partner);
      if (known === undefined) return { unsettled: 0 };
      const { order, seenTo } = known;
      const { size: unsettled, settledTo } = order;
      return { unsettled, seenTo, ...(settledTo !== undefined && { settledTo }) };
    },
  };
}
