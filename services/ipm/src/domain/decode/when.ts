import type { Instant } from '@flow/platform/time/instant';
import { epochMsOf } from '@flow/platform/time/instant';
import type { Hl7Message } from '../hl7/message';
import type { MessageHeader } from '../hl7/header';
import type { Warning } from './decoding';
import type { EventMeaning } from './events';
import { chooseHappened, chooseSent, type Chosen, type Predecessor } from './fold-hour';
import { readTime, type TimeRule, type ToldTime } from './told-time';

/** When what a message tells happened, was recorded and was sent. */
export interface When {
  readonly occurredAt: Instant;
  /** EVN-2, else MSH-7. */
  readonly recordedAt: Instant;
  /** EVN-6 as told. */
  readonly movementAt?: Instant;
  readonly warnings: readonly Warning[];
}

/** A sender's clock may be so far ahead of ours before its time is not believed. */
const AHEAD_MS = 5 * 60_000;

export interface WhenContext {
  readonly receivedAt: Instant;
  readonly rule: TimeRule;
  readonly before: Predecessor | undefined;
}

/**
 * EVN-6, else EVN-2, else PV1-44 or PV1-45 by the event, else MSH-7. A time that has not come yet is passed over. When
 * nothing tells a time, the time of receipt stands in for it, with a warning.
 */
export function whenOf(
  message: Hl7Message,
  header: MessageHeader,
  meaning: EventMeaning | undefined,
  { receivedAt, rule, before }: WhenContext,
): When {
  const read = (segment: string, field: number) => readTime(message.get(segment, field), rule);
  const sentTold = readTime(header.sentAt, rule);
  const sent = chooseSent(sentTold, sequenceOf(header), before);
  const happened = (told: ToldTime) => chooseHappened(told, sent, sentTold.local);
  const [occurred, recorded] = [read('EVN', 6), read('EVN', 2)];
  const visit = meaning?.timeField === undefined ? undefined : read('PV1', meaning.timeField);
  const candidates = [happened(occurred), happened(recorded), visit && happened(visit), sent];
  const isBelievable = believableAt(receivedAt);
  const when = candidates.find(isBelievable);
  const record = [happened(recorded), sent].find(isBelievable) ?? when;
  const movement = happened(occurred);
  return {
    occurredAt: when?.at ?? receivedAt,
    recordedAt: record?.at ?? receivedAt,
    ...(movement && { movementAt: movement.at }),
    warnings: [
      ...[occurred, recorded, sentTold].flatMap(({ warning }) => warning ?? []),
      ...(candidates.some((chosen) => chosen && !isBelievable(chosen)) ? (['TIME_IN_FUTURE'] as const) : []),
      ...doubtsOf(when),
    ],
  };
}

const believableAt = (receivedAt: Instant) => (chosen: Chosen | undefined) =>
  chosen !== undefined && epochMsOf(chosen.at) - epochMsOf(receivedAt) <= AHEAD_MS;

function doubtsOf(when: Chosen | undefined): readonly Warning[] {
  if (when === undefined) return ['TIME_NOT_TOLD'];
  return when.guessed ? ['TIME_AMBIGUOUS'] : [];
}

/** MSH-13 as a number; undefined when there is none. */
export function sequenceOf({ sequenceNumber }: MessageHeader): number | undefined {
  return sequenceNumber !== undefined && /^\d{1,15}$/.test(sequenceNumber) ? Number(sequenceNumber) : undefined;
}

/** When a message says it was sent, for the message after it. */
export function sentAtOf(header: MessageHeader, rule: TimeRule, before: Predecessor | undefined): Instant | undefined {
  return chooseSent(readTime(header.sentAt, rule), sequenceOf(header), before)?.at;
}

interface Ordered {
  readonly when: When;
  readonly header: MessageHeader;
  readonly rank: number;
  /** Tells apart two messages that differ in nothing else but what they say, however they are delivered. */
  readonly contentHash: string;
}

const SEQUENCE_DIGITS = 15;

/**
 * Where the message stands among all that is told of a patient or a stay. Text order is the order: when it happened, when
 * it was recorded, MSH-13, rank of the event, MSH-10, and last the content.
 */
export function canonicalOrder({ when, header, rank, contentHash }: Ordered): string {
  const sequence = String(sequenceOf(header) ?? 0).padStart(SEQUENCE_DIGITS, '0');
  const control = (header.controlId ?? '').slice(0, 100);
  const rankText = String(rank).padStart(2, '0');
  return [when.occurredAt, when.recordedAt, sequence, rankText, control, contentHash.slice(0, 16)].join('|');
}
