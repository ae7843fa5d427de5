import type { Instant } from '@flow/platform/time/instant';
import type { UnmappedPlace, Warning } from '../domain/decode/decoding';
import type { ReplyGiven } from '../domain/inbox/inbox-event';
import type { InboxPlace } from '../domain/ledger/ledger';
import type { Effect, Outcome } from '../domain/ledger/settlement';

/** How far a message has come. */
export type MessageStatus = 'received' | 'decoded' | Outcome;

/** One thing that happened to a message. */
export type Chapter =
  | { readonly what: 'received'; readonly at: Instant }
  | { readonly what: 'decoded'; readonly at: Instant; readonly decoding: number; readonly configVersion: string }
  | {
      readonly what: 'settled';
      readonly at: Instant;
      readonly decoding: number;
      readonly configVersion: string;
      readonly outcome: Outcome;
      readonly reason: string | null;
    }
  /** What an operator asked for. */
  | { readonly what: 'retry-asked'; readonly at: Instant; readonly by: string }
  | { readonly what: 'edited' | 'skip-asked'; readonly at: Instant; readonly by: string; readonly reason: string };

/** A message and all that became of it. What it says lies in the inbox, and is read there by who may. */
export interface MessageStory {
  readonly messageId: string;
  readonly partner: string;
  readonly kind: 'message' | 'junk' | 'too-large';
  readonly receivedAt: Instant;
  /** Where its bytes lie. */
  readonly source: InboxPlace;
  readonly sender?: string;
  readonly controlId?: string;
  /** `ADT^A01`. */
  readonly messageType?: string;
  readonly reply?: ReplyGiven;
  readonly status: MessageStatus;
  /** The rule, the service it is held for, the reason of quarantine or of skipping it, or the message that it repeats. */
  readonly reason: string | null;
  /** What was in quarantine may heal: somebody else may tell what it waits for. */
  readonly mayHeal: boolean;
  readonly collision: boolean;
  /** The deed of an operator that is still to be done. */
  readonly asked?: number;
  /** How often its content was edited. */
  readonly edits?: number;
  readonly decoding: number;
  readonly configVersion?: string;
  readonly occurredAt?: Instant;
  readonly warnings: readonly Warning[];
  readonly unmapped: readonly UnmappedPlace[];
  readonly lanes: readonly string[];
  readonly patientIds: readonly string[];
  readonly effects: readonly Effect[];
  readonly history: readonly Chapter[];
}

/** How many events of its ledger a story tells: what people name the state of a message by. */
export const eventsTold = ({ history }: Pick<MessageStory, 'history'>): number => history.length - 1;

/** All that are given must hold. */
export interface MessageFilter {
  readonly partner?: string;
  readonly statuses?: readonly MessageStatus[];
  readonly controlId?: string;
  readonly patientId?: string;
  /** The lane of a number: a way to ask for a patient whom nobody made out. */
  readonly lane?: string;
  readonly messageType?: string;
  readonly reasons?: readonly string[];
  readonly receivedFrom?: Instant;
  /** Not included. */
  readonly receivedTo?: Instant;
}

/** The last message of a page. */
export interface StoryCursor {
  readonly receivedAt: Instant;
  readonly messageId: string;
}

/** Stories of messages, the newest first. */
export interface MessageStories {
  find(messageId: string): Promise<MessageStory | undefined>;
  list(
    filter: MessageFilter,
    page: { readonly first: number; readonly after?: StoryCursor },
  ): Promise<readonly MessageStory[]>;
  /** The one that was received first. */
  oldest(): Promise<MessageStory | undefined>;
  /** Counts no further than the limit. */
  count(partner: string, status: MessageStatus, limit: number): Promise<number>;
}
