import type { Engine } from './engine';
import { eventStoreStandIn } from './event-store/engine';
import { kafka } from './kafka/kafka';
import { mongodb } from './mongodb/mongodb';

export interface Registered {
  readonly engine: Engine;
  /** The variable that names a server that exists already: then nothing is started here. */
  readonly variable: string;
}

/** Every engine that can be put on this machine, in the order in which the table shows them. */
export const REGISTRY: readonly Registered[] = [
  { engine: eventStoreStandIn, variable: 'KURRENTDB_URL' },
  { engine: kafka, variable: 'KAFKA_BROKERS' },
  { engine: mongodb, variable: 'MONGODB_URL' },
];
