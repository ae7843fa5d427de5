import { DuplicateKey, type Collection, type Document } from '@flow/platform/documents/documents';

/** Above the revision of every event, so that the guard of every write stops at it. */
export const GONE_FOR_GOOD = Number.MAX_SAFE_INTEGER;
/** Whoever writes is stopped already, and what belongs to the document is still on its way out. */
const GOING = GONE_FOR_GOOD - 1;

/**
 * What stays in the place of a document that an erasure took: its id, and a revision that none passes. An instance may have read
 * the document, or the event that makes it, before the erasure, be stopped for however long, and write it then: a lease cannot
 * prevent that, since nothing spans a lease and a document. Where nothing stands the guard by revision lets anybody in; where
 * this stands it lets in nobody. It comes from the event of the erasure alone, so that a rebuild leaves the same.
 */
export interface Gone extends Document {
  readonly gone: true;
  readonly revision: number;
  /** Ids of what is to go with it; absent once it is gone for good. */
  readonly rows?: readonly string[];
}

export const gone = (id: string): Gone => ({ _id: id, gone: true, revision: GONE_FOR_GOOD });

export const going = (id: string, rows: readonly string[]): Gone => ({ _id: id, gone: true, revision: GOING, rows });

export const isGone = (document: Document): document is Gone => 'gone' in document;

/** A collection that erasures take documents from: who reads it sees none of what stays of them. */
export interface Erasable<D extends Document> extends Pick<Collection<D>, 'findOne' | 'find'> {
  /** For those who write: with what is gone. */
  readonly all: Collection<D | Gone>;
}

/** What is gone has no fields to be found by but its id, so that no page of a list is the shorter for it. */
export function erasable<D extends Document>(all: Collection<D | Gone>): Erasable<D> {
  const isStanding = (document: D | Gone): document is D => !isGone(document);
  return {
    all,
    find: async (filter, options) => (await all.find(filter, options)).filter(isStanding),
    async findOne(filter) {
      const found = await all.findOne(filter);
      return found && isStanding(found) ? found : undefined;
    },
  };
}

/** False when there is one with this id. */
export async function insertedInto<D extends Document>(collection: Collection<D>, document: D): Promise<boolean> {
  try {
    await collection.insertOne(document);
    return true;
  } catch (error) {
    if (error instanceof DuplicateKey) return false;
    throw error;
  }
}
