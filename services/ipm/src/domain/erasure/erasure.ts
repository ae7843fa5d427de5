import { accept, type Decider } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';

/** These messages are gone, and what was made of them: ids alone, written before the first of them goes. */
export interface MessagesErased {
  readonly type: 'MessagesErased';
  readonly erasureId: string;
  readonly messageIds: readonly string[];
  readonly at: Instant;
}

export type RecordErased = Omit<MessagesErased, 'type'> & { readonly type: 'RecordErased' };

/** The ids of all messages that an erasure took. */
export type ErasedMessages = ReadonlySet<string>;

export const erasureDecider: Decider<RecordErased, MessagesErased, ErasedMessages, never> = {
  initialState: new Set(),
  decide(command, erased) {
    const messageIds = command.messageIds.filter((id) => !erased.has(id));
    return messageIds.length === 0 ? accept() : accept({ ...command, type: 'MessagesErased', messageIds });
  },
  evolve: (erased, { messageIds }) => new Set([...erased, ...messageIds]),
};

export const erasureStream = (erasureId: string): string => `inboxErasure-${erasureId}`;

/** Beside the inbox: every stream that says which messages were erased. */
export const ERASURE_PREFIX = 'inboxErasure-';
