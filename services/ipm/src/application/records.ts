import type { CommandContext, Handled } from '@flow/platform/decider/handler';
import type { Lane, LaneCommand } from '../domain/lane/lane';
import type { InboxEvent, FrameReceived } from '../domain/inbox/inbox-event';
import type { DeedCommand, DeedRejection } from '../domain/ledger/deed';
import type { InboxPlace, Ledger, LedgerCommand, LedgerEvent } from '../domain/ledger/ledger';
import type { PartnerConfig } from '../domain/partner/partner-config';

/** One entry of the inbox, and where it lies. */
export interface Arrival<Event extends InboxEvent = InboxEvent> {
  readonly entry: Event;
  readonly source: InboxPlace;
}

/** What operators ask for, written into the ledgers of messages. */
export interface DeedRecords {
  load(messageId: string): Promise<Ledger>;
  /** Once for its context's command, however often it comes. */
  ask(messageId: string, command: DeedCommand, context: CommandContext): Promise<Handled<LedgerEvent, DeedRejection>>;
}

/** All that was written of a message, oldest first. */
export interface LedgerHistory {
  eventsOf(messageId: string): Promise<readonly LedgerEvent[]>;
}

/** The ledgers of messages, each a stream. */
export interface Ledgers {
  load(messageId: string): Promise<Ledger>;
  /** Gives what was recorded: nothing where it was so already. */
  record(command: LedgerCommand): Promise<readonly LedgerEvent[]>;
}

/** What is kept of lanes, each a stream. */
export interface LaneRecords {
  load(lane: string): Promise<Lane>;
  /** `partner`: of the message because of which, where it is known. */
  record(command: LaneCommand, partner?: string): Promise<void>;
}

/** A message is in the inbox no more: it was erased, or its day has gone. */
export class NotInInbox extends Error {
  constructor(messageId: string, stream: string) {
    super(`Message ${messageId} does not lie in ${stream}.`);
    this.name = 'NotInInbox';
  }
}

/** The inbox, read back. */
export interface ReceivedMessages {
  /**
   * Finds it also where it was written anew behind that place. Throws NotInInbox when it is not in that stream: what was
   * received is kept, unless it was erased.
   */
  read(source: InboxPlace, messageId: string): Promise<InboxEvent>;
}

export interface Registered {
  /** The message that came before with the same sender, control id and content. */
  readonly duplicateOf?: string;
  /** The same sender used the control id for other content before. */
  readonly collision: boolean;
}

/** What came before: an index over the inbox, filled in its order, that may be thrown away and filled again. */
export interface Arrivals {
  /** In the order of the inbox, any number at once: each is compared with those before it, too. Answers by message id. */
  register(messages: readonly FrameReceived[]): Promise<ReadonlyMap<string, Registered>>;
  /** These are to be erased: the same content is new when it comes again. */
  forget(entries: readonly InboxEvent[]): Promise<void>;
}

/** The partners that are configured now. */
export interface Partners {
  config(name: string): PartnerConfig | undefined;
}
