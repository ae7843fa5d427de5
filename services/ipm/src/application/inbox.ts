import type { Position } from '@flow/platform/event-store/event-store';
import type { InboxEvent } from '../domain/inbox/inbox-event';

/** Where an entry stands once it is stored. */
export interface StoredEntry {
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
}

/** What came in, written down before anybody is told that it did. */
export interface Inbox {
  /**
   * Resolves when the entry is durable. Entries of a partner are stored in the order of the calls. Rejects when the store
   * does not take it (the entry may be there all the same): then the sender must not be answered.
   */
  add(entry: InboxEvent): Promise<StoredEntry>;
}
