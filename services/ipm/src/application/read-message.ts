import { decode, timeRuleOf } from '../domain/decode/decode';
import type { Decoding, QuarantineReason } from '../domain/decode/decoding';
import type { Predecessor } from '../domain/decode/fold-hour';
import { sentAtOf, sequenceOf } from '../domain/decode/when';
import { readFrame } from '../domain/hl7/charset';
import { headerOf } from '../domain/hl7/header';
import type { FrameReceived, InboxEvent } from '../domain/inbox/inbox-event';
import type { PartnerConfig } from '../domain/partner/partner-config';
import type { Partners } from './records';

export interface ReadMessage {
  readonly decoding: Decoding;
  /** The configuration that it was read under. */
  readonly configVersion: string;
  /** What the next message of this sender should know of this one. */
  readonly after?: Predecessor;
}

/** Reads an inbox entry under the configuration of the moment. `before`: the sender's message before, where known. */
export type MessageReader = (entry: InboxEvent, before?: Predecessor) => ReadMessage;

const NOT_CONFIGURED = 'none';

export function createMessageReader(partners: Partners): MessageReader {
  return (entry, before) => {
    const partner = partners.config(entry.partner);
    if (partner === undefined) return { decoding: quarantined('PARTNER_UNKNOWN'), configVersion: NOT_CONFIGURED };
    const configVersion = partner.version;
    switch (entry.type) {
      case 'frame-received.v1':
        return { ...readReceived(entry, partner, before), configVersion };
      case 'junk-received.v1':
        return { decoding: quarantined('UNREADABLE'), configVersion };
      case 'frame-refused.v1':
        return { decoding: quarantined('TOO_LARGE'), configVersion };
    }
  };
}

const quarantined = (reason: QuarantineReason): Decoding => ({ outcome: 'quarantined', reason });

function readReceived(
  entry: FrameReceived,
  partner: PartnerConfig,
  before: Predecessor | undefined,
): Omit<ReadMessage, 'configVersion'> {
  const frame = readFrame(Buffer.from(entry.raw, 'base64'), partner.defaultCharset);
  if (!frame) return { decoding: quarantined('UNREADABLE') };
  const { receivedAt, contentHash } = entry;
  const context = { partner, receivedAt, ...(before && { before }) };
  const header = headerOf(frame.message);
  const sequence = sequenceOf(header);
  const sentAt = sentAtOf(header, timeRuleOf(context), before);
  return {
    decoding: decode(frame.message, { ...context, contentHash, invalidText: frame.invalid }),
    ...(sequence !== undefined && sentAt !== undefined && { after: { sequence, sentAt } }),
  };
}
