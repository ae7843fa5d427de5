import type { Bus } from '../bus/bus';
import type { Documents } from '../documents/documents';
import type { EventStore } from '../event-store/event-store';

/** The engines behind the ports, opened once a process and data folder, shared by its services. */
export interface Engines {
  readonly events: EventStore;
  /** The raw inbox and its ledger: a store of its own, since its volume and retention are not the domain's. */
  readonly inbox: EventStore;
  readonly bus: Bus;
  readonly documents: Documents;
  /** The secret of every HMAC (claims, lane names). Part of the backup. */
  readonly siteKey: Buffer;
  close(): Promise<void>;
}
