import { z } from 'zod';
import { instant } from '@flow/platform/time/instant';
import type { JsonObject } from '@flow/platform/values/json';
import type { InboxEvent } from '../../domain/inbox/inbox-event';

const received = {
  partner: z.string(),
  messageId: z.string(),
  connection: z.string(),
  receivedAt: z.string().transform(instant),
  reply: z.object({ code: z.enum(['AA', 'AR', 'CA', 'CR']), controlId: z.string() }).exactOptional(),
};

const frameReceived = z.object({
  ...received,
  sender: z.string(),
  controlId: z.string().exactOptional(),
  messageType: z.string().exactOptional(),
  raw: z.string(),
  sha256: z.string(),
  contentHash: z.string(),
});

const junkReceived = z.object({ ...received, raw: z.string(), sha256: z.string() });

const frameRefused = z.object({
  ...received,
  reason: z.literal('TOO_LARGE'),
  bytes: z.number(),
  controlId: z.string().exactOptional(),
  header: z.string().exactOptional(),
});

interface Stored {
  readonly type: string;
  readonly data: JsonObject;
}

export function encodeInboxEvent(event: InboxEvent): Stored & { readonly schemaVersion: number } {
  const { type, ...data } = event;
  return { type, schemaVersion: 1, data };
}

/** Undefined for an event of another type: a ledger may lie beside the inbox. Throws when the data is not of its type. */
export function decodeInboxEvent({ type, data }: Stored): InboxEvent | undefined {
  switch (type) {
    case 'frame-received.v1':
      return { type, ...frameReceived.parse(data) };
    case 'junk-received.v1':
      return { type, ...junkReceived.parse(data) };
    case 'frame-refused.v1':
      return { type, ...frameRefused.parse(data) };
    default:
      return undefined;
  }
}

/** The bytes of a frame, from the stored base64. */
export const rawBytes = (raw: string): Uint8Array => Buffer.from(raw, 'base64');
