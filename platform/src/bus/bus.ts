/** A message on the bus. Keys are ids of the boundary that orders it; values are CloudEvents without patient data. */
export interface BusMessage {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface DeliveredMessage extends BusMessage {
  readonly topic: string;
  readonly partition: number;
  /** Grows within a partition; it may jump. */
  readonly offset: number;
}

export interface ConsumeOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * Handles a batch of one partition, in order. The offsets are committed after it resolves; when it throws, the batch is
   * delivered again after a pause. Messages come at least once.
   */
  readonly onBatch: (messages: readonly DeliveredMessage[]) => Promise<void>;
  readonly signal: AbortSignal;
}

/** Durable topics with consumer groups. Order holds per key; every message comes at least once; a new group begins at the first one kept. */
export interface Bus {
  /** Makes sure the topic exists, with the fixed number of partitions. Safe to repeat. */
  ensureTopic(topic: string): Promise<void>;
  /** Resolves when all of them are durable, in this order per key. OutcomeUnknown: publish the same again. */
  publish(topic: string, messages: readonly BusMessage[]): Promise<void>;
  /** Resolves when the signal has ended it. A group has one active consumer a partition. */
  consume(options: ConsumeOptions): Promise<void>;
}

/** Fixed for ever: another count would send a key to another partition and break its order. */
export const PARTITIONS = 12;
