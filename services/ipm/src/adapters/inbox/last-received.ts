import type { EventStore } from '@flow/platform/event-store/event-store';
import { addDays, type LocalDate } from '@flow/platform/time/local-date';
import type { LinkState } from '../../application/link-state';
import { inboxStream } from '../../domain/inbox/inbox-event';
import { decodeInboxEvent } from './inbox-codec';

/** What is older was taken long ago. */
const DAYS = 31;
const MOST_READ = 10;

/** Of the last frame of a partner in the inbox, whichever instance stored it; nothing when a month has none. */
export type LastReceived = Pick<LinkState, 'lastReceivedAt' | 'lastReceived'>;

export async function lastReceived(
  store: Pick<EventStore, 'read'>,
  partner: string,
  today: LocalDate,
): Promise<LastReceived> {
  for (let back = 0; back < DAYS; back += 1) {
    const stream = inboxStream(partner, addDays(today, -back));
    const { events } = await store.read(stream, { direction: 'backwards', limit: MOST_READ });
    for (const event of events) {
      const entry = decodeInboxEvent(event);
      if (entry) return { lastReceivedAt: entry.receivedAt, lastReceived: event.position };
    }
  }
  return {};
}
