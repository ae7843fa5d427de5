import type { Ids } from '@flow/platform/ids/ids';
import { traced, traceIfAny, type Watch } from '@flow/platform/telemetry/tracing';
import type { Instant } from '@flow/platform/time/instant';
import { readFrame } from '../domain/hl7/charset';
import { writeAcknowledgement, type ReplyFault } from '../domain/hl7/acknowledgement';
import { partsOf, type FrameParts } from '../domain/hl7/content';
import { headerOf, type MessageHeader } from '../domain/hl7/header';
import { replyCode, type ReplyCode } from '../domain/hl7/reply-rule';
import type { FrameReceived, FrameRefused, InboxEvent, ReplyGiven } from '../domain/inbox/inbox-event';
import { unknownEvent } from '../domain/partner/known-events';
import type { PartnerConfig } from '../domain/partner/partner-config';
import { hashesOf, sha256 } from './frame-hashes';
import type { Inbox, StoredEntry } from './inbox';

/** Which partner sent it, by the configuration of this moment, and over which connection. */
export interface FrameSource {
  readonly partner: PartnerConfig;
  readonly connection: string;
}

export interface ReceivedFrame {
  readonly kind: 'message' | 'junk' | 'too-large';
  readonly messageId: string;
  readonly stored: StoredEntry;
  readonly receivedAt: Instant;
  /** Bytes to frame and send; absent when nothing is to be said. */
  readonly reply?: Uint8Array;
}

/** Takes frames in: stored, then answered. Each call reaches the inbox before it returns its promise, so order is kept. */
export interface Receiver {
  /** Rejects when the store did not take it: say nothing and close, for a missing answer is sent again under every dialect. */
  frame(bytes: Uint8Array, from: FrameSource): Promise<ReceivedFrame>;
  /** A frame above the limit, of which only the head was kept. It is answered AR or CR, or nothing if it has no header. */
  tooLarge(head: Uint8Array, bytes: number, from: FrameSource): Promise<ReceivedFrame>;
}

interface Deps extends Watch {
  readonly inbox: Inbox;
  readonly ids: Ids;
  /** London wall time as HL7 writes it, `20260105105702`. */
  readonly hl7Time: (at: Instant) => string;
}

interface Envelope {
  readonly partner: string;
  readonly messageId: string;
  readonly connection: string;
  readonly receivedAt: Instant;
}

interface Answer {
  readonly given?: ReplyGiven;
  readonly bytes?: Uint8Array;
}

export function createReceiver({ inbox, clock, ids, hl7Time, tracing }: Deps): Receiver {
  const envelope = ({ partner, connection }: FrameSource): Envelope => ({
    partner: partner.name,
    messageId: ids.next(),
    connection,
    receivedAt: clock.now(),
  });

  function answer(line: string, code: ReplyCode | undefined, to: Envelope, fault?: ReplyFault): Answer {
    if (code === undefined) return {};
    const given = { code, controlId: replyId(to.messageId) };
    const text = writeAcknowledgement(line, { ...given, sentAt: hl7Time(to.receivedAt), ...(fault && { fault }) });
    return { given, bytes: Buffer.from(text, 'latin1') };
  }

  async function keep(
    kind: ReceivedFrame['kind'],
    entry: InboxEvent,
    { given, bytes }: Answer,
  ): Promise<ReceivedFrame> {
    const { messageId, partner } = entry;
    const traces = [traceIfAny({ tracing }, messageId)];
    const stored = await traced({ clock, tracing }, { name: 'frame stored', traces, fields: { partner } }, () =>
      inbox.add({ ...entry, ...(given && { reply: given }) }),
    );
    return { kind, messageId, stored, receivedAt: entry.receivedAt, ...(bytes && { reply: bytes }) };
  }

  return {
    async frame(bytes, from) {
      const to = envelope(from);
      const parts = partsOf(bytes);
      const header = parts && headerIn(parts.header, from.partner);
      if (!parts || !header) {
        return keep('junk', junkEntry(bytes, to), answer('', junkCode(from), to, 'NOT_A_MESSAGE'));
      }
      const fault = faultOf(header, from.partner);
      const code = replyCode(header, from.partner.ackMode, fault === undefined);
      return keep('message', messageEntry(bytes, parts, header, to), answer(parts.header, code, to, fault));
    },

    async tooLarge(head, bytes, from) {
      const to = envelope(from);
      const line = partsOf(head)?.header;
      const header = line === undefined ? undefined : headerIn(line, from.partner);
      const entry: FrameRefused = { type: 'frame-refused.v1', ...to, reason: 'TOO_LARGE', bytes };
      if (line === undefined || !header) return keep('too-large', entry, answer('', junkCode(from), to, 'TOO_LARGE'));
      const named = { ...entry, header: line, ...(header.controlId !== undefined && { controlId: header.controlId }) };
      const code = replyCode(header, from.partner.ackMode, false);
      return keep('too-large', named, answer(line, code, to, 'TOO_LARGE'));
    },
  };
}

const junkCode = ({ partner }: FrameSource): ReplyCode | undefined => (partner.junkReply === 'AR' ? 'AR' : undefined);

/** 20 characters of the entry's own id: unique, and found again from a partner's log. */
const replyId = (messageId: string): string => messageId.replaceAll('-', '').slice(0, 20).toUpperCase();

function headerIn(line: string, { defaultCharset }: PartnerConfig): MessageHeader | undefined {
  const read = readFrame(Buffer.from(line, 'latin1'), defaultCharset);
  return read && headerOf(read.message);
}

/** Content is never refused: only what this partner asks to have refused, an event that nobody here knows. */
function faultOf(header: MessageHeader, partner: PartnerConfig): ReplyFault | undefined {
  return partner.unknownEvent === 'AR' ? unknownEvent(header.messageCode, header.triggerEvent) : undefined;
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

const junkEntry = (bytes: Uint8Array, to: Envelope): InboxEvent => ({
  type: 'junk-received.v1',
  ...to,
  raw: base64(bytes),
  sha256: sha256(bytes),
});

function messageEntry(bytes: Uint8Array, parts: FrameParts, header: MessageHeader, to: Envelope): FrameReceived {
  const { sender, controlId, messageCode, triggerEvent } = header;
  return {
    type: 'frame-received.v1',
    ...to,
    sender,
    ...(controlId !== undefined && { controlId }),
    ...(messageCode !== undefined && { messageType: [messageCode, triggerEvent].filter(Boolean).join('^') }),
    raw: base64(bytes),
    ...hashesOf(bytes, parts),
  };
}
