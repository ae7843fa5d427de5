import { unreachable } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { Chapter, MessageStory } from '../application/message-stories';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { DeedEvent } from '../domain/ledger/deed';
import type { InboxPlace, LedgerEvent, MessageDecoded, MessageSettled } from '../domain/ledger/ledger';
import { mayHeal, type Settlement } from '../domain/ledger/settlement';

const KINDS = {
  'frame-received.v1': 'message',
  'junk-received.v1': 'junk',
  'frame-refused.v1': 'too-large',
} as const;

/** The story of a message that has just come. */
export function receivedStory(entry: InboxEvent, source: InboxPlace): MessageStory {
  const { messageId, partner, receivedAt, reply } = entry;
  return {
    messageId,
    partner,
    kind: KINDS[entry.type],
    receivedAt,
    source,
    ...('sender' in entry && { sender: entry.sender }),
    ...('controlId' in entry && { controlId: entry.controlId }),
    ...('messageType' in entry && { messageType: entry.messageType }),
    ...(reply && { reply }),
    status: 'received',
    reason: null,
    mayHeal: false,
    collision: false,
    decoding: 0,
    warnings: [],
    unmapped: [],
    lanes: [],
    patientIds: [],
    effects: [],
    history: [{ what: 'received', at: receivedAt }],
  };
}

/** The story of a message of which the ledger came first: an erasure wrote its receipt anew behind it. */
export function unreceivedStory({ messageId, partner, receivedAt, source }: LedgerEvent): MessageStory {
  return {
    ...{ messageId, partner, receivedAt, source, kind: 'message', status: 'received', reason: null },
    ...{ mayHeal: false, collision: false, decoding: 0, warnings: [], unmapped: [], lanes: [] },
    ...{ patientIds: [], effects: [], history: [] },
  };
}

/** The story of which the receipt has come after all, or has come again from another place. */
export function withReceipt(story: MessageStory, entry: InboxEvent, source: InboxPlace): MessageStory {
  const { history: received, ...fresh } = receivedStory(entry, source);
  const { kind, sender, controlId, messageType, reply } = fresh;
  const told = story.history.filter(({ what }) => what !== 'received');
  return {
    ...story,
    ...{ kind, source, receivedAt: entry.receivedAt, history: [...received, ...told] },
    ...(sender !== undefined && { sender }),
    ...(controlId !== undefined && { controlId }),
    ...(messageType !== undefined && { messageType }),
    ...(reply && { reply }),
  };
}

/** The story after one event more of its ledger. Pure, so that a replay from the first gives the same. */
export function continuedStory(story: MessageStory, event: LedgerEvent, at: Instant): MessageStory {
  switch (event.type) {
    case 'MessageDecoded':
      return decoded(story, event, at);
    case 'MessageSettled':
      return settled(story, event, at);
    case 'RetryAsked':
    case 'MessageEdited':
    case 'SkipAsked':
      return asked(story, event, at);
    default:
      return unreachable(event);
  }
}

function decoded(story: MessageStory, event: MessageDecoded, at: Instant): MessageStory {
  const { decoding, configVersion, occurredAt, warnings, unmapped, lanes } = event;
  const chapter: Chapter = { what: 'decoded', at, decoding, configVersion };
  return {
    ...story,
    ...{
      status: 'decoded',
      reason: null,
      mayHeal: false,
      decoding,
      configVersion,
      occurredAt,
      warnings,
      unmapped,
      lanes,
    },
    history: [...story.history, chapter],
  };
}

function settled(story: MessageStory, event: MessageSettled, at: Instant): MessageStory {
  const { decoding, configVersion, settlement, collision } = event;
  const reason = reasonOf(settlement);
  const effects = settlement.outcome === 'applied' ? settlement.effects : story.effects;
  const chapter: Chapter = {
    ...{ what: 'settled', at, decoding, configVersion, outcome: settlement.outcome, reason },
  };
  return {
    ...withoutAnswered(story, event),
    ...{ status: settlement.outcome, reason, decoding, configVersion, collision, effects },
    mayHeal: settlement.outcome === 'quarantined' && mayHeal(settlement.reason),
    lanes: settlement.outcome === 'quarantined' ? settlement.lanes : story.lanes,
    patientIds: [...new Set(effects.flatMap(({ patientIds }) => patientIds))],
    history: [...story.history, chapter],
  };
}

function asked(story: MessageStory, event: DeedEvent, at: Instant): MessageStory {
  const { deed, by } = event;
  const history = [...story.history, chapterOf(event, at, by)];
  const edits = story.edits ?? 0;
  return { ...story, history, asked: deed, ...(event.type === 'MessageEdited' && { edits: edits + 1 }) };
}

function chapterOf(event: DeedEvent, at: Instant, by: string): Chapter {
  switch (event.type) {
    case 'RetryAsked':
      return { what: 'retry-asked', at, by };
    case 'MessageEdited':
      return { what: 'edited', at, by, reason: event.reason };
    case 'SkipAsked':
      return { what: 'skip-asked', at, by, reason: event.reason };
  }
}

/** What was begun before it was asked leaves it to be done, unless there is nothing left to do. */
function withoutAnswered({ asked: deed, ...story }: MessageStory, event: MessageSettled): MessageStory {
  const isOpen = deed !== undefined && deed > (event.deed ?? 0) && event.settlement.outcome !== 'applied';
  return isOpen ? { ...story, asked: deed } : story;
}

function reasonOf(settlement: Settlement): string | null {
  switch (settlement.outcome) {
    case 'applied':
      return null;
    case 'ignored':
      return settlement.rule;
    case 'held':
      return settlement.heldFor;
    case 'quarantined':
    case 'skipped':
      return settlement.reason;
    case 'duplicate':
      return settlement.of;
    default:
      return unreachable(settlement);
  }
}
