import type { EventStore } from '@flow/platform/event-store/event-store';
import { NotInInbox, type ReceivedMessages } from '../../application/records';
import type { InboxEvent } from '../../domain/inbox/inbox-event';
import { decodeInboxEvent } from '../inbox/inbox-codec';

const PAGE = 500;

/** The inbox, read back by place; behind it where an erasure wrote the day anew. */
export const createReceivedMessages = (store: Pick<EventStore, 'read'>): ReceivedMessages => ({
  async read({ stream, revision }, messageId) {
    const there = await lookFrom(store, stream, { from: revision, limit: 1 }, messageId);
    const entry = there.found ?? (await lookBehind(store, stream, revision + 1, messageId));
    if (entry === undefined) throw new NotInInbox(messageId, stream);
    return entry;
  },
});

interface Looked {
  readonly found?: InboxEvent;
  /** Where the next page begins. */
  readonly next?: number;
}

async function lookFrom(
  store: Pick<EventStore, 'read'>,
  stream: string,
  page: { readonly from: number; readonly limit: number },
  messageId: string,
): Promise<Looked> {
  const { events } = await store.read(stream, page);
  const last = events.at(-1);
  const found = events.map(decodeInboxEvent).find((entry) => entry?.messageId === messageId);
  return { ...(found && { found }), ...(last && events.length === page.limit && { next: last.revision + 1 }) };
}

async function lookBehind(
  store: Pick<EventStore, 'read'>,
  stream: string,
  from: number,
  messageId: string,
): Promise<InboxEvent | undefined> {
  for (let at: number | undefined = from; at !== undefined;) {
    const { found, next }: Looked = await lookFrom(store, stream, { from: at, limit: PAGE }, messageId);
    if (found) return found;
    at = next;
  }
  return undefined;
}
