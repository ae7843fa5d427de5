import type { Bus } from '../bus/bus';
import type { Documents } from '../documents/documents';
import type { EventStore } from '../event-store/event-store';
import type { AskEngines } from './answering';
import type { OperatorError } from '../values/operator-error';

/** Whether what was deleted is gone from the disks. */
export type Forgotten = 'done' | 'pending';

/** The stores were found to be an earlier copy of themselves. Times are instants. */
export interface PutBack {
  readonly noticedAt: string;
  /** When the last event was recorded that is there; absent where none is. What came after it is lost. */
  readonly eventsTo?: string;
  /** The same of the inbox, where that is an earlier copy too: what was received after it has to be sent again. */
  readonly inboxTo?: string;
}

/** The engines behind the ports, opened once a process and data folder, shared by its services. */
export interface Engines {
  readonly events: EventStore;
  /** The raw inbox and its ledger: a store of its own, since its volume and retention are not the domain's. */
  readonly inbox: EventStore;
  readonly bus: Bus;
  readonly documents: Documents;
  /** Documents that no restore of the event store drops; absent where what outlives one is a file of the data folder. */
  readonly lasting?: Documents;
  /** The secret of every HMAC (claims, lane names). Part of the backup. */
  readonly siteKey: Buffer;
  /** The last time that it was noticed; absent where it never was. */
  readonly putBack?: PutBack;
  /** Whether each can do its work: engines that can be away answer, and those of this process can write to their disk. */
  readonly ask?: AskEngines;
  /** Resolves, with what to tell the operator, when nothing of this process counts any more: the stores were put back under it. */
  readonly ended?: Promise<OperatorError>;
  /**
   * Has the engines let go of everything that was deleted, so that no file holds it any more. `pending`: the engine does so
   * when its operators next have it tidy up (EventStoreDB: a scavenge). Safe to repeat.
   */
  forget(): Promise<Forgotten>;
  /** Calls under way that are not answered are given up; later ones wait only briefly, and nothing more is published: a stop waits no longer. Absent where nothing can be silent. */
  giveUp?(): void;
  close(): Promise<void>;
}
