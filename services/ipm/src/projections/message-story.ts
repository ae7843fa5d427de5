import { unreachable } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { Chapter, MessageStory } from '../application/message-stories';
import type { InboxEvent } from '../domain/inbox/inbox-event';
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

/** The story after one event more of its ledger. Pure, so that a replay from the first gives the same. */
export function continuedStory(story: MessageStory, event: LedgerEvent, at: Instant): MessageStory {
  switch (event.type) {
    case 'MessageDecoded':
      return decoded(story, event, at);
    case 'MessageSettled':
      return settled(story, event, at);
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
    ...story,
    ...{ status: settlement.outcome, reason, decoding, configVersion, collision, effects },
    mayHeal: settlement.outcome === 'quarantined' && mayHeal(settlement.reason),
    lanes: settlement.outcome === 'quarantined' ? settlement.lanes : story.lanes,
    patientIds: [...new Set(effects.flatMap(({ patientIds }) => patientIds))],
    history: [...story.history, chapter],
  };
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
      return settlement.reason;
    case 'duplicate':
      return settlement.of;
    default:
      return unreachable(settlement);
  }
}
