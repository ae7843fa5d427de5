import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { MessageEdited } from '../domain/ledger/deed';

/** What counts of a message: what came, or what an operator put in its place. */
export function contentNow(entry: InboxEvent, edit: MessageEdited | null): InboxEvent {
  if (edit === null || entry.type !== 'frame-received.v1') return entry;
  const { raw, sha256, contentHash } = edit;
  return { ...entry, raw, sha256, contentHash };
}
