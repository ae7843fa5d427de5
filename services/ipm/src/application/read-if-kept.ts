import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { InboxPlace } from '../domain/ledger/ledger';
import { NotInInbox, type ReceivedMessages } from './records';

/** A story outlives its message for a moment, while an erasure is on its way: undefined then. */
export async function readIfKept(
  inbox: ReceivedMessages,
  source: InboxPlace,
  messageId: string,
): Promise<InboxEvent | undefined> {
  try {
    return await inbox.read(source, messageId);
  } catch (error) {
    if (error instanceof NotInInbox) return undefined;
    throw error;
  }
}
