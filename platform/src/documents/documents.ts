/** A JSON document with a string `_id`. No Date, no bigint, no undefined. */
export interface Document {
  readonly _id: string;
}

type Scalar = string | number | boolean | null;
export type Condition =
  | Scalar
  | {
      readonly $eq?: Scalar;
      readonly $ne?: Scalar;
      readonly $gt?: string | number;
      readonly $gte?: string | number;
      readonly $lt?: string | number;
      readonly $lte?: string | number;
      readonly $in?: readonly Scalar[];
      readonly $elemMatch?: Filter;
      /** Text that begins with this, compared as written. */
      readonly $prefix?: string;
    };
/** Field paths (`a.b`) to conditions, all of which must hold. `$or` takes up to 10 filters. A field that is an array matches when an element does. */
export interface Filter {
  readonly [path: string]: Condition | readonly Filter[];
}

export interface FindOptions {
  /** Indexed fields only; `_id` is always the last key. 1 ascending, -1 descending. */
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  /** Required: every list is bounded. */
  readonly limit: number;
  readonly skip?: number;
}

export interface Update {
  readonly $set?: Readonly<Record<string, unknown>>;
  readonly $unset?: Readonly<Record<string, true>>;
  readonly $setOnInsert?: Readonly<Record<string, unknown>>;
  readonly $max?: Readonly<Record<string, string | number>>;
  readonly $min?: Readonly<Record<string, string | number>>;
  readonly $addToSet?: Readonly<Record<string, unknown>>;
  readonly $pull?: Readonly<Record<string, unknown>>;
}

export interface IndexSpec {
  readonly fields: readonly string[];
  readonly unique?: boolean;
}

/**
 * The part of a MongoDB collection that we use. Each document stands by itself: nothing spans two.
 * Errors: DuplicateKey, OutcomeUnknown, EngineUnavailable. What is given back is a copy.
 */
export interface Collection<D extends Document> {
  findOne(filter: Filter): Promise<D | undefined>;
  find(filter: Filter, options: FindOptions): Promise<readonly D[]>;
  /** Counts no further than the limit. */
  count(filter: Filter, limit: number): Promise<number>;
  insertOne(document: D): Promise<void>;
  /** True when a document matched (or was put there by `upsert`). A guarded upsert whose guard misses throws DuplicateKey. */
  replaceOne(filter: Filter, document: D, options?: { readonly upsert?: boolean }): Promise<boolean>;
  updateOne(filter: Filter, update: Update, options?: { readonly upsert?: boolean }): Promise<boolean>;
  deleteOne(filter: Filter): Promise<boolean>;
  /** How many went. */
  deleteMany(filter: Filter): Promise<number>;
}

export interface Documents {
  /** The collection with these indexes, made where missing. */
  collection<D extends Document>(name: string, indexes: readonly IndexSpec[]): Promise<Collection<D>>;
  /** Removes a collection and its indexes. Safe to repeat. */
  drop(name: string): Promise<void>;
}

/** A document with that `_id` or unique field is there already; for a guarded upsert: the one held is as new. */
export class DuplicateKey extends Error {
  constructor(
    readonly collection: string,
    options?: ErrorOptions,
  ) {
    super(`Collection ${collection} has such a document already.`, options);
    this.name = 'DuplicateKey';
  }
}

/**
 * Stores the document unless the one held stands at the same mark or later. `mark` is a field (a position, a revision)
 * that only grows. True when it was stored; false when the held one is as new.
 */
export async function replaceIfNewer<D extends Document>(
  collection: Collection<D>,
  document: D,
  mark: keyof D & string,
): Promise<boolean> {
  const value = document[mark];
  if (typeof value !== 'string' && typeof value !== 'number') throw new TypeError(`${mark} must be text or a number.`);
  try {
    return await collection.replaceOne({ _id: document._id, [mark]: { $lt: value } }, document, { upsert: true });
  } catch (error) {
    if (error instanceof DuplicateKey) return false;
    throw error;
  }
}
