import type { EventStore, Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import { readToEnd } from '@flow/platform/running/read-to-end';
import type { Clock } from '@flow/platform/time/clock';
import type { Instant } from '@flow/platform/time/instant';
import type { LaneNumber } from '../../domain/decode/decoding';
import { isAbout, type Content } from '../../domain/decode/is-about';
import { INBOX_PREFIX, type InboxEvent } from '../../domain/inbox/inbox-event';
import { LEDGER_PREFIX, type LedgerEvent } from '../../domain/ledger/ledger';
import type { LaneOf } from '../lane-names';
import type { Partners } from '../records';

/** Whose messages are to go. */
export interface ErasureAsked {
  readonly erasureId: string;
  readonly patientIds: readonly string[];
  /** What names them. A number may return: what was received under it after the order is not theirs. */
  readonly numbers: readonly LaneNumber[];
  readonly orderedAt: Instant;
}

/** Messages that tell of them, and where. */
export interface FoundMessages {
  readonly ids: ReadonlySet<string>;
  /** Streams of the inbox. */
  readonly days: ReadonlySet<string>;
  readonly lanes: ReadonlySet<string>;
  /** Received before the order, and nobody has begun with it yet. */
  readonly isBehind: boolean;
}

export interface FindDeps {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly clock: Clock;
  readonly decode: (event: RecordedEvent) => InboxEvent | undefined;
  readonly decodeLedger: (event: RecordedEvent) => LedgerEvent;
  readonly partners: Partners;
  readonly laneOf: LaneOf;
}

class Finding implements FoundMessages {
  readonly ids = new Set<string>();
  readonly days = new Set<string>();
  readonly lanes: Set<string>;
  isBehind = false;

  constructor(
    private readonly deps: FindDeps,
    private readonly asked: ErasureAsked,
    private readonly takenTo: Position | undefined,
  ) {
    this.lanes = new Set(asked.numbers.map(deps.laneOf));
  }

  take(event: RecordedEvent): void {
    if (event.stream.startsWith(LEDGER_PREFIX)) this.#takeLedger(this.deps.decodeLedger(event));
    else this.#takeEntry(this.deps.decode(event), event);
  }

  #takeEntry(entry: InboxEvent | undefined, { stream, position }: RecordedEvent): void {
    if (entry === undefined || entry.receivedAt > this.asked.orderedAt) return;
    if (!this.ids.has(entry.messageId) && !this.#isAbout(contentOf(entry), entry.partner)) return;
    this.isBehind ||= this.takenTo === undefined || position > this.takenTo;
    this.ids.add(entry.messageId);
    this.days.add(stream);
  }

  #takeLedger(event: LedgerEvent): void {
    if (!this.ids.has(event.messageId) && !this.#isTheirs(event)) return;
    this.ids.add(event.messageId);
    this.days.add(event.source.stream);
    for (const lane of lanesOf(event)) this.lanes.add(lane);
  }

  #isTheirs(event: LedgerEvent): boolean {
    if (event.type === 'MessageEdited') return this.#isAbout({ raw: event.raw, isMessage: true }, event.partner);
    if (event.type !== 'MessageSettled') return false;
    const { settlement } = event;
    if (settlement.outcome === 'duplicate') return this.ids.has(settlement.of);
    if (settlement.outcome !== 'applied') return false;
    return settlement.effects.some(({ patientIds }) => patientIds.some((id) => this.asked.patientIds.includes(id)));
  }

  #isAbout(content: Content | undefined, partner: string): boolean {
    return content !== undefined && isAbout(content, this.asked.numbers, this.deps.partners.config(partner));
  }
}

/** Of a frame above the limit only its header was kept, which names nobody. */
const contentOf = (entry: InboxEvent): Content | undefined =>
  entry.type === 'frame-refused.v1' ? undefined : { raw: entry.raw, isMessage: entry.type === 'frame-received.v1' };

function lanesOf(event: LedgerEvent): readonly string[] {
  if (event.type === 'MessageDecoded') return event.lanes;
  if (event.type !== 'MessageSettled' || event.settlement.outcome !== 'quarantined') return [];
  return event.settlement.lanes;
}

/**
 * Looks through the whole inbox: by the numbers that messages name, which finds those that nothing was told of, and by whom
 * their ledgers say that they told of. `takenTo`: the last that was taken when their lanes were closed.
 */
export async function findMessages(
  deps: FindDeps,
  asked: ErasureAsked,
  { takenTo, signal }: { readonly takenTo: Position | undefined; readonly signal: AbortSignal },
): Promise<FoundMessages> {
  const finding = new Finding(deps, asked, takenTo);
  const prefixes = [INBOX_PREFIX, LEDGER_PREFIX];
  await readToEnd({ store: deps.store, clock: deps.clock, prefixes, signal }, (event) => finding.take(event));
  return finding;
}
