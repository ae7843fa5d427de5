import { DuplicateKey, type Collection, type Document, type Documents } from '../documents/documents';
import { OutcomeUnknown } from '../event-store/errors';
import type { Log } from '../telemetry/log';
import { persistently } from './persistently';

interface Steadying {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Asked before a write is repeated: what it throws ends the repeating, unless it passes, too. */
  readonly beforeAgain?: () => Promise<void>;
}

/**
 * The documents, asked again until each write was done: for writes that are safe to do twice, as those of a read model are.
 * What a repeated write answers may be the answer of a second time: false for a guard that the first has moved.
 */
export const steadyDocuments = (documents: Documents, steadying: Steadying): Documents => ({
  collection: async <D extends Document>(name: string, indexes: Parameters<Documents['collection']>[1]) =>
    steadyCollection(await persistently(async () => documents.collection<D>(name, indexes), steadying), steadying),
  drop: async (name) => persistently(async () => documents.drop(name), steadying),
});

function steadyCollection<D extends Document>(inner: Collection<D>, steadying: Steadying): Collection<D> {
  const steady = async <T>(work: () => Promise<T>): Promise<T> => {
    let again = false;
    return persistently(async () => {
      if (again) await steadying.beforeAgain?.();
      again = true;
      return work();
    }, steadying);
  };
  return {
    findOne: async (filter) => inner.findOne(filter),
    find: async (filter, options) => inner.find(filter, options),
    count: async (filter, limit) => inner.count(filter, limit),
    insertOne: async (document) => {
      const lost = { before: false };
      await steady(async () => insertAgain(inner, document, lost));
    },
    replaceOne: async (filter, document, options) => steady(async () => inner.replaceOne(filter, document, options)),
    updateOne: async (filter, update, options) => steady(async () => inner.updateOne(filter, update, options)),
    deleteOne: async (filter) => steady(async () => inner.deleteOne(filter)),
    deleteMany: async (filter) => steady(async () => inner.deleteMany(filter)),
  };
}

/** A duplicate after a lost answer is our own. */
async function insertAgain<D extends Document>(
  inner: Collection<D>,
  document: D,
  lost: { before: boolean },
): Promise<void> {
  try {
    await inner.insertOne(document);
  } catch (error) {
    if (error instanceof DuplicateKey && lost.before) return;
    lost.before ||= error instanceof OutcomeUnknown;
    throw error;
  }
}
