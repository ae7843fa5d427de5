import type { Hostility } from '../engines/hostility';
import type { Collection, Document, Documents } from './documents';

function hostileCollection<D extends Document>(
  name: string,
  inner: Collection<D>,
  hostility: Hostility,
): Collection<D> {
  const lossy = async <T>(work: () => Promise<T>): Promise<T> => hostility.losingAnswers(`a write to ${name}`, work);
  return {
    ...inner,
    insertOne: async (document) => lossy(async () => inner.insertOne(document)),
    replaceOne: async (filter, document, options) => lossy(async () => inner.replaceOne(filter, document, options)),
    updateOne: async (filter, update, options) => lossy(async () => inner.updateOne(filter, update, options)),
    deleteOne: async (filter) => lossy(async () => inner.deleteOne(filter)),
    deleteMany: async (filter) => lossy(async () => inner.deleteMany(filter)),
  };
}

/** The documents, as awkward as their port allows: the answers of writes are lost, before and after the deed. */
export const hostileDocuments = <Inner extends Documents>(documents: Inner, hostility: Hostility): Inner => ({
  ...documents,
  collection: async (name, indexes) => hostileCollection(name, await documents.collection(name, indexes), hostility),
});
