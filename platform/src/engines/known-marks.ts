import type { Document, Documents } from '../documents/documents';
import type { Instant } from '../time/instant';
import { MARKS_KEPT, type Mark } from './store-marks';

interface LifeDocument extends Document {
  /** Its epoch. */
  readonly _id: string;
  readonly strangers: readonly string[];
}

/** A life of a store that the documents were used with. */
export interface KnownLife {
  readonly epoch: string;
  /** Of another store: lives that the documents knew when they first met this one, and its store did not. */
  readonly strangers: readonly string[];
}

interface MarkDocument extends Document {
  readonly store: StoreName;
  readonly epoch: string;
  readonly revision: number;
  readonly id: string;
  readonly at: Instant;
}

export type StoreName = 'events' | 'inbox';

/** What the documents remember of the event stores, whatever life they are in. */
export interface KnownMarks {
  /** Of every store that these documents were used with. */
  lives(): Promise<readonly KnownLife[]>;
  /** When it is first met. */
  noteLife(life: KnownLife): Promise<void>;
  note(store: StoreName, epoch: string, mark: Mark): Promise<void>;
  /** The last of that life. */
  newest(store: StoreName, epoch: string): Promise<Mark | undefined>;
  /** Of all lives, the latest first. */
  latest(store: StoreName, limit: number, skip: number): Promise<readonly Mark[]>;
}

const MOST_LIVES = 1000;

export async function openKnownMarks(documents: Documents): Promise<KnownMarks> {
  const lives = await documents.collection<LifeDocument>('store-lives', []);
  const marks = await documents.collection<MarkDocument>('store-marks', [
    { fields: ['store', 'epoch', 'revision'] },
    { fields: ['store', 'at'] },
  ]);
  const idOf = (store: StoreName, epoch: string, revision: number): string => `${epoch}/${store}/${revision}`;
  return {
    lives: async () =>
      (await lives.find({}, { limit: MOST_LIVES })).map(({ _id, strangers }) => ({ epoch: _id, strangers })),
    async noteLife({ epoch, strangers }) {
      await lives.replaceOne({ _id: epoch }, { _id: epoch, strangers }, { upsert: true });
    },
    async note(store, epoch, { revision, id, at }) {
      const _id = idOf(store, epoch, revision);
      await marks.replaceOne({ _id }, { _id, store, epoch, revision, id, at }, { upsert: true });
      await marks.deleteOne({ _id: idOf(store, epoch, revision - MARKS_KEPT) });
    },
    async newest(store, epoch) {
      const [last] = await marks.find({ store, epoch }, { sort: { revision: -1 }, limit: 1 });
      return last;
    },
    latest: async (store, limit, skip) => marks.find({ store }, { sort: { at: -1 }, limit, skip }),
  };
}
