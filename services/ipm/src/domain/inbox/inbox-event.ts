import type { Instant } from '@flow/platform/time/instant';

/** What the partner was answered; absent where nothing was, since nothing was asked for. */
export type ReplyGiven = {
  readonly code: 'AA' | 'AR' | 'CA' | 'CR';
  /** MSH-10 of our reply. */
  readonly controlId: string;
};

interface Received {
  readonly partner: string;
  /** Ours, a UUID: the id of this entry everywhere. A frame that is sent again is another entry. */
  readonly messageId: string;
  /** The listener's number for the connection, unique within a process's life. */
  readonly connection: string;
  readonly receivedAt: Instant;
  readonly reply?: ReplyGiven;
}

/** A frame with an MSH segment. `raw` in base64 is every byte between VT and FS CR, kept for ever as it came. */
export interface FrameReceived extends Received {
  readonly type: 'frame-received.v1';
  /** MSH-3 and MSH-4 joined by `|`. */
  readonly sender: string;
  readonly controlId?: string;
  /** MSH-9.1 and MSH-9.2, such as `ADT^A01`. */
  readonly messageType?: string;
  readonly raw: string;
  /** SHA-256 in hex of those bytes. */
  readonly sha256: string;
  /** The same without MSH-7 and MSH-13, which a sender may renew when it sends again. */
  readonly contentHash: string;
}

/** A frame without an MSH segment. */
export interface JunkReceived extends Received {
  readonly type: 'junk-received.v1';
  readonly raw: string;
  readonly sha256: string;
}

/** A frame above the partner's limit. Of it only the MSH segment is kept, if it has one. */
export interface FrameRefused extends Received {
  readonly type: 'frame-refused.v1';
  readonly reason: 'TOO_LARGE';
  readonly bytes: number;
  readonly controlId?: string;
  readonly header?: string;
}

/** Stored types and their fields are frozen: an optional field may be added, anything else is a new version. */
export type InboxEvent = FrameReceived | JunkReceived | FrameRefused;

/** One stream a partner and London day, so that a day can be erased from, archived or dropped by itself. */
export const inboxStream = (partner: string, londonDate: string): string => `inbox-${partner}-${londonDate}`;

/** Every inbox stream begins with this. */
export const INBOX_PREFIX = 'inbox-';
