import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';
import { certainly } from '@flow/platform/running/certainly';
import type { Clock } from '@flow/platform/time/clock';
import { expiryErasure, type DayCounts, type InboxDayCommand, type InboxDayState } from '../../domain/expiry/inbox-day';
import { inboxStream, type InboxEvent } from '../../domain/inbox/inbox-event';
import type { Ledger } from '../../domain/ledger/ledger';
import { deleteLedger, type ErasureRecords } from '../erasing/erase-messages';
import { eachPage } from '../erasing/rewrite-day';
import type { Arrivals, Ledgers } from '../records';

/** What is kept of days that expired. */
export interface InboxDays {
  state(partner: string, date: string): Promise<InboxDayState>;
  record(command: InboxDayCommand): Promise<void>;
}

export interface ExpireDeps {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly decode: (event: RecordedEvent) => InboxEvent | undefined;
  readonly ledgers: Pick<Ledgers, 'load'>;
  readonly erasures: ErasureRecords;
  readonly arrivals: Pick<Arrivals, 'forget'>;
  readonly days: InboxDays;
}

export interface InboxDay {
  readonly partner: string;
  /** London. */
  readonly date: string;
}

/**
 * Takes a whole day out of the inbox, with its ledgers and stories, unless one of its messages is not at its end: then it stays.
 * Cut short anywhere it goes on: first it is written down what goes, then the day goes, so that nobody takes it again, then
 * what was made of it.
 */
export async function expireDay(deps: ExpireDeps, day: InboxDay): Promise<'gone' | 'kept'> {
  const { days, erasures, clock, arrivals } = deps;
  const { partner, date } = day;
  const state = await days.state(partner, date);
  if (state === 'gone') return 'gone';
  const entries = await entriesOf(deps, day);
  const counted = state === 'kept' ? await countEnds(deps, entries) : undefined;
  if (state === 'kept') {
    if (counted === undefined || entries.length === 0) return 'kept';
    await days.record({ type: 'BeginExpiry', ...day, at: clock.now(), received: entries.length, ended: counted });
  }
  const erasureId = expiryErasure(partner, date);
  const ids = entries.map(({ messageId }) => messageId);
  if (ids.length > 0) await erasures.record(erasureId, ids);
  await arrivals.forget(entries);
  await deleteDay(deps.store, inboxStream(partner, date));
  for (const messageId of await erasures.messagesOf(erasureId)) await deleteLedger(deps.store, messageId);
  await days.record({ type: 'EndExpiry', ...day, at: clock.now() });
  return 'gone';
}

async function entriesOf({ store, decode }: ExpireDeps, { partner, date }: InboxDay): Promise<readonly InboxEvent[]> {
  const entries: InboxEvent[] = [];
  await eachPage(store, inboxStream(partner, date), -1, (events) => {
    entries.push(...events.flatMap((event) => decode(event) ?? []));
  });
  return entries;
}

/** Undefined: one of them may still come to something. */
async function countEnds({ ledgers }: ExpireDeps, entries: readonly InboxEvent[]): Promise<DayCounts | undefined> {
  const counts: Partial<Record<keyof DayCounts, number>> = {};
  for (const { messageId } of entries) {
    const ledger = await ledgers.load(messageId);
    if (ledger.settled === null || !isOver(ledger)) return undefined;
    const { outcome } = ledger.settled.settlement;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

const isOver = ({ settled, asked }: Ledger): boolean =>
  asked === null && settled?.settlement.outcome !== 'held' && settled?.settlement.outcome !== 'quarantined';

async function deleteDay(store: EventStore, stream: string): Promise<void> {
  await certainly(async () => {
    const { events } = await store.read(stream, { direction: 'backwards', limit: 1 });
    const [last] = events;
    if (last !== undefined) await store.deleteStream(stream, last.revision);
  });
}
