import type { Position } from '@flow/platform/event-store/event-store';
import type { Clock } from '@flow/platform/time/clock';
import type { Instant } from '@flow/platform/time/instant';
import { believed } from '@flow/platform/time/believed';

/** How far one partner's messages have come. */
export interface PartnerProgress {
  /** Messages without an outcome. */
  readonly unsettled: number;
  /**
   * The last one received before the oldest without an outcome, or the last of all: all before it have one. Absent too where
   * the clock was set back behind that receipt: it is not known again before the next message.
   */
  readonly settledTo?: Instant;
  /** Where the last one stands that came this far, and when it was received. */
  readonly seenTo?: Position;
  readonly heardAt?: Instant;
}

/** Which messages have an outcome and which have none yet, in the order of the inbox. */
export interface InboxProgress {
  /** False when it was seen before: batches may be delivered again. */
  begin(position: Position, partner: string, receivedAt: Instant): boolean;
  end(position: Position, partner: string): void;
  /** The last position up to which everything has an outcome; undefined before the first. */
  readonly settledTo: Position | undefined;
  of(partner: string): PartnerProgress;
  /** Every partner that was ever heard. */
  readonly partners: Readonly<Record<string, PartnerProgress>>;
}

/** How far it had come when somebody last wrote it down. */
export interface InboxMark {
  readonly settledTo: Position | undefined;
  readonly partners: Readonly<Record<string, PartnerProgress>>;
}

export const AT_THE_START: InboxMark = { settledTo: undefined, partners: {} };

interface Open<Mark> {
  readonly before: Mark | undefined;
}

/** What is open in one order, with the mark of what came before each. */
class Order<Mark> {
  readonly #open = new Map<Position, Open<Mark>>();
  #last: Mark | undefined;

  constructor(last?: Mark) {
    this.#last = last;
  }

  begin(position: Position, mark: Mark): void {
    this.#open.set(position, { before: this.#last });
    this.#last = mark;
  }

  end(position: Position): void {
    this.#open.delete(position);
  }

  /** Puts another mark in the place of each. */
  mark(as: (mark: Mark) => Mark): void {
    const marked = (mark: Mark | undefined) => (mark === undefined ? undefined : as(mark));
    for (const [position, { before }] of this.#open) this.#open.set(position, { before: marked(before) });
    this.#last = marked(this.#last);
  }

  get size(): number {
    return this.#open.size;
  }

  get settledTo(): Mark | undefined {
    for (const { before } of this.#open.values()) return before;
    return this.#last;
  }
}

interface OfPartner {
  readonly order: Order<Instant | undefined>;
  seenTo: Position | undefined;
  heardAt: Instant | undefined;
}

/**
 * `from`: where it was left. What had no outcome then is begun again. What is further ahead of the clock than clocks differ
 * is forgotten once and for all, lest it be believed when the clock has come so far.
 */
export function createInboxProgress(
  { settledTo: from, partners: left }: InboxMark,
  clock: Pick<Clock, 'now'>,
): InboxProgress {
  const all = new Order<Position | undefined>(from);
  const partners = new Map<string, OfPartner>(Object.entries(left).map(([name, known]) => [name, partnerFrom(known)]));
  let last = from;
  const of = (partner: string) => {
    const known = partners.get(partner);
    if (known !== undefined) forgetWhatIsToCome(known, clock.now());
    return progressOf(known);
  };
  return {
    of,
    begin(position, partner, receivedAt) {
      if (last !== undefined && position <= last) return false;
      last = position;
      all.begin(position, position);
      const known = partners.get(partner) ?? partnerFrom({ unsettled: 0 });
      const now = clock.now();
      forgetWhatIsToCome(known, now);
      // What an erasure wrote anew comes again, behind what was received after it.
      const isAnew = known.heardAt !== undefined && known.heardAt > receivedAt;
      const heardAt = isAnew ? known.heardAt : believed(receivedAt, now);
      known.seenTo = position;
      known.heardAt = heardAt;
      known.order.begin(position, heardAt);
      partners.set(partner, known);
      return true;
    },
    end(position, partner) {
      all.end(position);
      partners.get(partner)?.order.end(position);
    },
    get settledTo() {
      return all.settledTo;
    },
    get partners() {
      return Object.fromEntries([...partners.keys()].map((name) => [name, of(name)]));
    },
  };
}

/** What had no outcome then has not been seen yet: it will be begun again. */
const partnerFrom = ({ unsettled, settledTo, seenTo, heardAt }: PartnerProgress): OfPartner => ({
  order: new Order(settledTo),
  seenTo: unsettled > 0 ? undefined : seenTo,
  heardAt,
});

/** No mark of a partner is later than when it was heard. */
function forgetWhatIsToCome(known: OfPartner, now: Instant): void {
  if (known.heardAt === undefined || known.heardAt <= now) return;
  known.heardAt = believed(known.heardAt, now);
  known.order.mark((at) => believed(at, now));
}

function progressOf(known: OfPartner | undefined): PartnerProgress {
  if (known === undefined) return { unsettled: 0 };
  const { order, seenTo, heardAt } = known;
  const { size: unsettled, settledTo } = order;
  return {
    unsettled,
    ...(settledTo !== undefined && { settledTo }),
    ...(seenTo !== undefined && { seenTo }),
    ...(heardAt !== undefined && { heardAt }),
  };
}
