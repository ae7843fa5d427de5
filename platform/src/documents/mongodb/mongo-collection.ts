import type { Collection as DriversCollection } from 'mongodb';
import { documentCopy, valuesAt, type Fields } from '../document-json';
import { DuplicateKey, type Collection, type Document, type Filter, type FindOptions } from '../documents';
import { seedOf } from '../update';
import type { Ask } from './asked';
import { mongoFilter } from './mongo-filter';
import { insertedBy, mongoUpdate } from './mongo-update';

/** What is known of the indexes of a collection. */
export interface Indexed {
  readonly fields: ReadonlySet<string>;
  readonly unique: ReadonlySet<string>;
}

/** A collection as the driver gives it, whose documents are what was put there. */
export interface Backing {
  readonly name: string;
  readonly collection: DriversCollection<Document>;
  readonly indexed: Indexed;
  /** Asks the driver; rejects with the port's errors. */
  readonly ask: Ask;
}

function checkCount(what: string, count: number, from: number): void {
  if (!Number.isSafeInteger(count) || count < from) throw new RangeError(`${what} is a whole number from ${from}.`);
}

function orderOf(sort: FindOptions['sort'] = {}, { fields }: Indexed): Record<string, 1 | -1> {
  const other = Object.keys(sort).find((path) => path !== '_id' && !fields.has(path));
  if (other !== undefined) throw new TypeError(`${other} is not indexed: nothing sorts by it.`);
  return '_id' in sort ? sort : { ...sort, _id: 1 };
}

function checkUnique({ name, indexed }: Backing, document: Fields): void {
  for (const path of indexed.unique) {
    if (!valuesAt(document, path).crossedArray) continue;
    throw new TypeError(`${path} is unique in ${name}, so it holds one value, no array.`);
  }
}

const asking = async <T>({ name, ask }: Backing, writes: boolean, work: () => Promise<T>): Promise<T> =>
  ask({ collection: name, what: `${writes ? 'a write to' : 'a read of'} ${name}`, writes }, work);

/**
 * MongoDB inserts where nothing fits, and two that do so at once meet: the second is told of a duplicate whether its guard
 * holds against the first or not. So it is asked once more, without the insert.
 */
async function upserting(write: (upsert: boolean) => Promise<boolean>): Promise<boolean> {
  try {
    return await write(true);
  } catch (error) {
    if (error instanceof DuplicateKey && (await write(false))) return true;
    throw error;
  }
}

type Reads<D extends Document> = Pick<Collection<D>, 'findOne' | 'find' | 'count'>;

function readsOn<D extends Document>(backing: Backing): Reads<D> {
  const { collection, indexed } = backing;
  /** What the store holds was a D when it was put there. */
  const given = (held: Document): D => held as D;
  async function find(filter: Filter, { sort, limit, skip = 0 }: FindOptions): Promise<readonly D[]> {
    const wanted = mongoFilter(filter);
    checkCount('A limit', limit, 1);
    checkCount('What is skipped', skip, 0);
    const options = { sort: orderOf(sort, indexed), limit, skip };
    return asking(backing, false, async () => (await collection.find(wanted, options).toArray()).map(given));
  }
  return {
    find,
    findOne: async (filter) => (await find(filter, { limit: 1 }))[0],
    async count(filter, limit) {
      const wanted = mongoFilter(filter);
      checkCount('A limit', limit, 1);
      return asking(backing, false, async () => collection.countDocuments(wanted, { limit }));
    },
  };
}

function changesOn<D extends Document>(backing: Backing): Pick<Collection<D>, 'replaceOne' | 'updateOne'> {
  const { collection } = backing;
  return {
    async replaceOne(filter, document, { upsert = false } = {}) {
      const wanted = mongoFilter(filter);
      const copy = documentCopy(document);
      if ((seedOf(filter)['_id'] ?? copy._id) !== copy._id) throw new TypeError('An _id never changes.');
      checkUnique(backing, copy);
      const write = async (inserting: boolean): Promise<boolean> =>
        asking(backing, true, async () => {
          const told = await collection.replaceOne(wanted, copy, { upsert: inserting });
          return told.matchedCount + told.upsertedCount > 0;
        });
      return upsert ? upserting(write) : write(false);
    },
    async updateOne(filter, update, { upsert = false } = {}) {
      const [wanted, change] = [mongoFilter(filter), mongoUpdate(update)];
      const made = insertedBy(upsert ? filter : {}, update);
      checkUnique(backing, made);
      const write = async (inserting: boolean): Promise<boolean> =>
        asking(backing, true, async () => {
          const told = await collection.updateOne(wanted, change, { upsert: inserting });
          return told.matchedCount + told.upsertedCount > 0;
        });
      if (upsert && typeof made['_id'] === 'string') return upserting(write);
      const matched = await write(false);
      // MongoDB would make an _id of its own.
      if (upsert && !matched) documentCopy(made);
      return matched;
    },
  };
}

/** The port's collection on the driver's. */
export function collectionOn<D extends Document>(backing: Backing): Collection<D> {
  const { collection } = backing;
  return {
    ...readsOn<D>(backing),
    ...changesOn<D>(backing),
    async insertOne(document) {
      const copy = documentCopy(document);
      checkUnique(backing, copy);
      await asking(backing, true, async () => collection.insertOne(copy));
    },
    async deleteOne(filter) {
      const wanted = mongoFilter(filter);
      return asking(backing, true, async () => (await collection.deleteOne(wanted)).deletedCount > 0);
    },
    async deleteMany(filter) {
      const wanted = mongoFilter(filter);
      return asking(backing, true, async () => (await collection.deleteMany(wanted)).deletedCount);
    },
  };
}
