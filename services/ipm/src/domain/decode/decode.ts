import { unreachable } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import { headerOf, type MessageHeader } from '../hl7/header';
import type { Hl7Message } from '../hl7/message';
import type { PartnerConfig } from '../partner/partner-config';
import type { Decoding } from './decoding';
import { decodeBedStatus } from './decode-bed-status';
import { decodeMerge } from './decode-merge';
import { decodePerson, decodePersonDeleted } from './decode-person';
import { decodeStay, decodeSwap } from './decode-stay';
import { decodeVisitMoved } from './decode-visit-moved';
import { meaningOf, type EventMeaning } from './events';
import type { Predecessor } from './fold-hour';
import { holdsPlaceholder } from './placeholder';
import { passedOver } from './passed-over';
import type { Reading } from './reading';
import { correctionAt, type TimeRule } from './told-time';
import { canonicalOrder, whenOf } from './when';

/** What decoding depends on besides the message. */
export interface DecodeContext {
  readonly partner: PartnerConfig;
  readonly receivedAt: Instant;
  /** SHA-256 in hex of the message without what a second sending may change. */
  readonly contentHash: string;
  /** The text was not in the character set that it claimed. */
  readonly invalidText: boolean;
  /** The same sender's message before this one, where known: it helps in the hour that London has twice. */
  readonly before?: Predecessor;
}

export const timeRuleOf = ({ partner, receivedAt }: Pick<DecodeContext, 'partner' | 'receivedAt'>): TimeRule => ({
  ignoreOffsets: partner.ignoreOffsets,
  correctionMs: correctionAt(partner, receivedAt),
});

/**
 * What a message tells whom. Pure: the same message under the same configuration means the same for ever, however often
 * and after whatever it is delivered. Nothing well-formed is refused for its content: what is not understood is not told.
 */
export function decode(message: Hl7Message, context: DecodeContext): Decoding {
  const header = headerOf(message);
  const { messageCode, triggerEvent } = header;
  if (messageCode === undefined) return { outcome: 'quarantined', reason: 'UNREADABLE' };
  // Which of them was acknowledged nobody can say: none is applied, and all of it is kept.
  if (message.all('MSH').length > 1) return { outcome: 'quarantined', reason: 'SEVERAL_MESSAGES' };
  const passed = passedOver(message, header, context.partner);
  if (passed !== undefined) return passed;
  if (holdsPlaceholder(message)) return { outcome: 'quarantined', reason: 'TEMPLATE_PLACEHOLDER' };
  const meaning = meaningOf(triggerEvent ?? '');
  if (meaning === undefined) return { outcome: 'ignored', rule: 'UNKNOWN_EVENT' };
  return decodeEvent(readingOf(message, header, { meaning, context }));
}

function readingOf(
  message: Hl7Message,
  header: MessageHeader,
  { meaning, context }: { readonly meaning: EventMeaning; readonly context: DecodeContext },
): Reading {
  const { partner, receivedAt, before, contentHash, invalidText } = context;
  const rule = timeRuleOf(context);
  const when = whenOf(message, header, meaning, { receivedAt, rule, before });
  return {
    message,
    event: header.triggerEvent ?? '',
    meaning,
    partner,
    rule,
    when,
    order: canonicalOrder({ when, header, rank: meaning.rank, contentHash }),
    warnings: [...(invalidText ? (['INVALID_UTF8'] as const) : []), ...when.warnings],
  };
}

function decodeEvent(reading: Reading): Decoding {
  const { kind } = reading.meaning;
  switch (kind) {
    case 'person':
      return decodePerson(reading);
    case 'merge':
      return decodeMerge(reading);
    case 'stay':
      return decodeStay(reading);
    case 'visit-moved':
      return decodeVisitMoved(reading);
    case 'swap':
      return decodeSwap(reading);
    case 'bed-status':
      return decodeBedStatus(reading);
    case 'person-deleted':
      return decodePersonDeleted(reading);
    default:
      return unreachable(kind);
  }
}
