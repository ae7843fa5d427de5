import type { Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import type { MessageStory } from '../application/message-stories';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { LedgerEvent } from '../domain/ledger/ledger';
import { continuedStory, receivedStory } from './message-story';

/** A story, and the position of the last event that it knows. */
interface Known {
  readonly story: MessageStory;
  readonly position: Position;
}

/** What the projection needs from wherever stories are kept. */
export interface StoryStore {
  findStanding(messageId: string): Promise<Known | undefined>;
  /** Keeps the document held where that is as new. */
  save(story: MessageStory, position: Position): Promise<void>;
}

/** Reads stored events of the inbox's store; undefined for one of another kind. */
export interface StoryCodecs {
  readonly inboxEvent: (event: RecordedEvent) => InboxEvent | undefined;
  readonly ledgerEvent: (event: RecordedEvent) => LedgerEvent;
}

/** Streams whose events tell of messages: the inbox itself and the ledgers. */
export const STORY_PREFIXES = ['inbox-', 'ledger-'] as const;

/** Takes a batch of events, in order, into the stories; whatever was taken before changes nothing. */
export async function projectStories(
  stories: StoryStore,
  codecs: StoryCodecs,
  events: readonly RecordedEvent[],
): Promise<void> {
  const changed = new Map<string, Known>();
  for (const event of events) {
    const told = event.stream.startsWith('ledger-') ? codecs.ledgerEvent(event) : codecs.inboxEvent(event);
    if (told === undefined) continue;
    const known = changed.get(told.messageId) ?? (await stories.findStanding(told.messageId));
    const next = after(known, told, event);
    if (next !== known && next !== undefined) changed.set(told.messageId, next);
  }
  await Promise.all([...changed.values()].map(({ story, position }) => stories.save(story, position)));
}

function after(known: Known | undefined, told: InboxEvent | LedgerEvent, event: RecordedEvent): Known | undefined {
  const { position, stream, revision, metadata } = event;
  if (known !== undefined && position <= known.position) return known;
  if (isReceipt(told)) return known ?? { story: receivedStory(told, { stream, revision }), position };
  // The inbox day of the message was erased: its ledger goes with it.
  if (known === undefined) return undefined;
  return { story: continuedStory(known.story, told, metadata.recordedAt), position };
}

const isReceipt = (told: InboxEvent | LedgerEvent): told is InboxEvent => 'connection' in told;
