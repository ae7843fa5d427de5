import type { Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import type { MessageStory } from '../application/message-stories';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { LedgerEvent } from '../domain/ledger/ledger';
import { continuedStory, receivedStory, unreceivedStory, withReceipt } from './message-story';
import { ERASURE_PREFIX, type MessagesErased } from '../domain/erasure/erasure';
import { isExpiry } from '../domain/expiry/inbox-day';

/** A story, and the position of the last event that it knows. */
interface Known {
  readonly story: MessageStory;
  readonly position: Position;
  /** False for one of which only the ledger came so far: nobody is shown it. */
  readonly received: boolean;
}

/** What the projection needs from wherever stories are kept. */
export interface StoryStore {
  findStanding(messageId: string): Promise<Known | 'erased' | undefined>;
  /** Keeps the document held where that is as new, and lets what was erased stay so. */
  save(known: Known): Promise<void>;
  /** For good: whoever saves one of them later, because it was stopped meanwhile, does nothing. */
  erase(messageIds: readonly string[]): Promise<void>;
  /** Without a trace, since a hospital has millions of them. Their last events are a retention old. */
  remove(messageIds: readonly string[]): Promise<void>;
}

/** Reads stored events of the inbox's store; undefined for one of another kind. */
export interface StoryCodecs {
  readonly inboxEvent: (event: RecordedEvent) => InboxEvent | undefined;
  readonly ledgerEvent: (event: RecordedEvent) => LedgerEvent;
  readonly erasureEvent: (event: RecordedEvent) => MessagesErased;
}

/** Streams whose events tell of messages: the inbox itself, the ledgers, and what was erased. */
export const STORY_PREFIXES = ['inbox-', 'ledger-', ERASURE_PREFIX] as const;

/** Takes a batch of events, in order, into the stories; whatever was taken before changes nothing. */
export async function projectStories(
  stories: StoryStore,
  codecs: StoryCodecs,
  events: readonly RecordedEvent[],
): Promise<void> {
  const changed = new Map<string, Known>();
  for (const event of events) {
    if (event.stream.startsWith(ERASURE_PREFIX)) {
      const { erasureId, messageIds } = codecs.erasureEvent(event);
      for (const id of messageIds) changed.delete(id);
      await (isExpiry(erasureId) ? stories.remove(messageIds) : stories.erase(messageIds));
      continue;
    }
    const told = event.stream.startsWith('ledger-') ? codecs.ledgerEvent(event) : codecs.inboxEvent(event);
    if (told === undefined) continue;
    const known = changed.get(told.messageId) ?? (await stories.findStanding(told.messageId));
    if (known === 'erased') continue;
    const next = after(known, told, event);
    if (next !== known) changed.set(told.messageId, next);
  }
  await Promise.all([...changed.values()].map((known) => stories.save(known)));
}

function after(known: Known | undefined, told: InboxEvent | LedgerEvent, event: RecordedEvent): Known {
  const { position, stream, revision, metadata } = event;
  if (known !== undefined && position <= known.position) return known;
  if (isReceipt(told)) {
    const source = { stream, revision };
    const story = known === undefined ? receivedStory(told, source) : withReceipt(known.story, told, source);
    return { story, position, received: true };
  }
  const before = known ?? { story: unreceivedStory(told), received: false };
  return { ...before, story: continuedStory(before.story, told, metadata.recordedAt), position };
}

const isReceipt = (told: InboxEvent | LedgerEvent): told is InboxEvent => 'connection' in told;
