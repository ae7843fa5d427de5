import type { Collection, Documents } from '../documents/documents';
import type { Instant } from '../time/instant';

/** An event that could not be handled, or that waits behind one of the same subject. */
export interface ParkedEvent {
  readonly _id: string;
  readonly group: string;
  /** Group, source and subject: within it, order is kept. */
  readonly key: string;
  readonly topic: string;
  readonly revision: number;
  /** The event as it came: ids alone. Absent for what is no public event. */
  readonly value?: string;
  /** The name of the error, or why it waits. */
  readonly cause: string;
  readonly attempts: number;
  readonly parkedAt: Instant;
}

export interface ParkedEvents {
  /** Whether something of this key waits: what comes after it has to wait, too. */
  hasKey(key: string): Promise<boolean>;
  park(event: ParkedEvent): Promise<void>;
  /** Those that can be handled again, by key and in order. */
  waiting(): Promise<readonly ParkedEvent[]>;
  failedAgain(event: ParkedEvent, cause: string): Promise<void>;
  release(event: ParkedEvent): Promise<void>;
  count(): Promise<number>;
}

const PARKED = 'parked-events';
const MOST = 1000;
const MOST_COUNTED = 10_000;

export async function openParkedEvents(documents: Documents, group: string): Promise<ParkedEvents> {
  const parked: Collection<ParkedEvent> = await documents.collection<ParkedEvent>(PARKED, [
    { fields: ['key'] },
    { fields: ['group', 'key', 'revision'] },
  ]);
  return {
    hasKey: async (key) => (await parked.findOne({ key })) !== undefined,
    async park(event) {
      await parked.replaceOne({ _id: event._id }, event, { upsert: true });
    },
    waiting: async () =>
      (await parked.find({ group }, { sort: { key: 1, revision: 1 }, limit: MOST })).filter(
        ({ value }) => value !== undefined,
      ),
    async failedAgain({ _id, attempts }, cause) {
      await parked.updateOne({ _id }, { $set: { cause, attempts: attempts + 1 } });
    },
    async release({ _id }) {
      await parked.deleteOne({ _id });
    },
    count: async () => parked.count({ group }, MOST_COUNTED),
  };
}
