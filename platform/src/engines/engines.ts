import type { Bus } from '../bus/bus';
import type { Documents } from '../documents/documents';
import type { EventStore } from '../event-store/event-store';

/** Whether what was deleted is gone from the disks. */
export type Forgotten = 'done' | 'pending';

/** The engines behind the ports, opened once a process and data folder, shared by its services. */
export interface Engines {
  readonly events: EventStore;
  /** The raw inbox and its ledger: a store of its own, since its volume and retention are not the domain's. */
  readonly inbox: EventStore;
  readonly bus: Bus;
  readonly documents: Documents;
  /** The secret of every HMAC (claims, lane names). Part of the backup. */
  readonly siteKey: Buffer;
  /**
   * Has the engines let go of everything that was deleted, so that no file holds it any more. `pending`: the engine does so
   * when its operators next have it tidy up (EventStoreDB: a scavenge). Safe to repeat.
   */
  forget(): Promise<Forgotten>;
  close(): Promise<void>;
}
