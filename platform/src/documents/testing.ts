import { EngineUnavailable, OutcomeUnknown } from '../event-store/errors';
import { DuplicateKey, type Collection, type Document, type Documents } from './documents';

/** A document of any shape. */
export interface Thing {
  readonly _id: string;
  readonly [field: string]: unknown;
}

/** Puts it there for certain: a duplicate after a lost answer is our own. */
export async function put(collection: Collection<Thing>, thing: Thing): Promise<void> {
  let lost = false;
  for (;;) {
    try {
      await collection.insertOne(thing);
      return;
    } catch (error) {
      if (error instanceof DuplicateKey && lost) return;
      if (!(error instanceof OutcomeUnknown)) throw error;
      lost = true;
    }
  }
}

/** The documents, of which nothing can be read while `isAway` says so of a collection; writes are done. Asked once for each read. */
export const documentsAway = (documents: Documents, isAway: (collection: string) => boolean): Documents => ({
  drop: async (name) => documents.drop(name),
  async collection<D extends Document>(name: string, indexes: Parameters<Documents['collection']>[1]) {
    const inner = await documents.collection<D>(name, indexes);
    const reading = async <T>(read: () => Promise<T>): Promise<T> => {
      if (isAway(name)) throw new EngineUnavailable(`a read of ${name}`);
      return read();
    };
    return {
      ...inner,
      findOne: async (filter) => reading(async () => inner.findOne(filter)),
      find: async (filter, options) => reading(async () => inner.find(filter, options)),
    };
  },
});
