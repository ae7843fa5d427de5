import type { EventStore } from '@flow/platform/event-store/event-store';
import type { ReceivedMessages } from '../../application/records';
import { decodeInboxEvent } from '../inbox/inbox-codec';

/** The inbox, read back by place. */
export const createReceivedMessages = (store: Pick<EventStore, 'read'>): ReceivedMessages => ({
  async read({ stream, revision }) {
    const { events } = await store.read(stream, { from: revision, limit: 1 });
    const [event] = events;
    const entry = event?.revision === revision ? decodeInboxEvent(event) : undefined;
    if (entry === undefined) throw new Error(`Nothing received lies at ${stream} ${revision}.`);
    return entry;
  },
});
