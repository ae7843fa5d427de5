import { OutcomeUnknown, WrongExpectedRevision } from '@flow/platform/event-store/errors';
import type { Appended, EventStore, ExpectedRevision, NewEvent } from '@flow/platform/event-store/event-store';
import { derivedId } from '@flow/platform/ids/ids';
import type { Instant } from '@flow/platform/time/instant';
import type { Inbox, StoredEntry } from '../../application/inbox';
import { inboxStream, type InboxEvent } from '../../domain/inbox/inbox-event';
import { encodeInboxEvent } from './inbox-codec';

interface Deps {
  readonly store: EventStore;
  /** The London calendar day of an instant, `2026-01-05`. */
  readonly londonDateOf: (at: Instant) => string;
}

interface Tail {
  readonly stream: string;
  readonly revision: ExpectedRevision;
}

interface Waiting {
  readonly stream: string;
  readonly event: NewEvent;
  readonly bytes: number;
  readonly stored: (entry: StoredEntry) => void;
  readonly failed: (reason: unknown) => void;
}

/** Below the store's limit of an append, with room for what an engine adds to each event. */
const MAX_BATCH_BYTES = 960 * 1024;
const MAX_BATCH_ENTRIES = 256;
/** Ids, names and metadata of one entry. */
const ENVELOPE_BYTES = 2048;
/** Another instance may win the race for a revision so often, and an answer be lost so often, before we give up. */
const MAX_ATTEMPTS = 50;
const MAX_UNKNOWN = 3;

/** Group commit: while one append of a partner is under way its later frames gather, and go together in the next. */
export function createStoredInbox({ store, londonDateOf }: Deps): Inbox {
  const queues = new Map<string, PartnerQueue>();
  return {
    add(entry) {
      const queue = queues.get(entry.partner) ?? new PartnerQueue(store);
      queues.set(entry.partner, queue);
      return queue.add(inboxStream(entry.partner, londonDateOf(entry.receivedAt)), entry);
    },
  };
}

class PartnerQueue {
  #waiting: Waiting[] = [];
  #busy = false;
  #tail: Tail | undefined;

  constructor(private readonly store: EventStore) {}

  add(stream: string, entry: InboxEvent): Promise<StoredEntry> {
    const event = newEvent(stream, entry);
    const bytes = ENVELOPE_BYTES + Buffer.byteLength(JSON.stringify(event.data));
    return new Promise((stored, failed) => {
      this.#waiting.push({ stream, event, bytes, stored, failed });
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    // Frames of one turn of the event loop belong to one commit.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#commit(this.#take());
    this.#busy = false;
  }

  /** The next entries of one stream that fit into one append; always at least one. */
  #take(): readonly Waiting[] {
    let bytes = 0;
    const stream = this.#waiting[0]?.stream;
    const end = this.#waiting.findIndex((each, index) => {
      bytes += each.bytes;
      return index > 0 && (each.stream !== stream || bytes > MAX_BATCH_BYTES || index >= MAX_BATCH_ENTRIES);
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : end);
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const stream = batch[0]?.stream ?? '';
    try {
      const { revision, position } = await this.#append(
        stream,
        batch.map(({ event }) => event),
      );
      this.#tail = { stream, revision };
      const first = revision - batch.length + 1;
      batch.forEach(({ stored }, index) => stored({ stream, revision: first + index, position }));
    } catch (reason) {
      this.#tail = undefined;
      // What waits behind would be stored out of order: its senders are not answered either, and send it again.
      for (const { failed } of [...batch, ...this.#waiting.splice(0)]) failed(reason);
    }
  }

  async #append(stream: string, events: readonly NewEvent[]): Promise<Appended> {
    let unknown = 0;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.store.append(stream, await this.#expected(stream), events);
      } catch (reason) {
        if (reason instanceof OutcomeUnknown) unknown += 1;
        else if (reason instanceof WrongExpectedRevision) this.#tail = tailOf(reason);
        else throw reason;
        if (attempt >= MAX_ATTEMPTS || unknown > MAX_UNKNOWN) throw reason;
      }
    }
  }

  async #expected(stream: string): Promise<ExpectedRevision> {
    if (this.#tail?.stream === stream) return this.#tail.revision;
    const page = await this.store.read(stream, { direction: 'backwards', limit: 1 });
    this.#tail = { stream, revision: page.events[0]?.revision ?? 'no-stream' };
    return this.#tail.revision;
  }
}

const tailOf = ({ stream, actual }: WrongExpectedRevision): Tail | undefined =>
  actual === undefined ? undefined : { stream, revision: actual };

function newEvent(stream: string, entry: InboxEvent): NewEvent {
  const { type, schemaVersion, data } = encodeInboxEvent(entry);
  const { messageId, partner, receivedAt } = entry;
  return {
    id: derivedId(stream, messageId, 0),
    type,
    data,
    metadata: {
      commandId: messageId,
      inputHash: 'sha256' in entry ? entry.sha256 : '',
      correlationId: messageId,
      causationId: messageId,
      actor: { user: `partner:${partner}`, role: 'partner' },
      origin: 'ipm',
      entryMode: 'live',
      partner,
      messageId,
      recordedAt: receivedAt,
      schemaVersion,
    },
  };
}
