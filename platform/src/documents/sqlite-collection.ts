import type { GroupCommit } from '../engines/group-commit';
import { documentCopy, type Fields } from './document-json';
import type { Collection, Document, Filter, FindOptions } from './documents';
import { checkFilter } from './filter';
import type { Table } from './sqlite-table';
import { checkUpdate, seedOf, updated } from './update';

const EVERY = Number.MAX_SAFE_INTEGER;

function checkedCount(what: string, count: number, from: number): void {
  if (!Number.isSafeInteger(count) || count < from) throw new RangeError(`${what} is a whole number from ${from}.`);
}

const parsed = (text: string): Fields & { readonly _id: string } =>
  JSON.parse(text) as Fields & { readonly _id: string };

function first(table: Table, filter: Filter): (Fields & { readonly _id: string }) | undefined {
  const [text] = table.select(filter, { limit: 1 });
  return text === undefined ? undefined : parsed(text);
}

type Reads<D extends Document> = Pick<Collection<D>, 'findOne' | 'find' | 'count'>;

function readsOn<D extends Document>(table: () => Table): Reads<D> {
  /** What the store holds was a D when it was put there. */
  const given = (text: string): D => JSON.parse(text) as D;

  function select(filter: Filter, options: FindOptions): readonly string[] {
    checkFilter(filter);
    checkedCount('A limit', options.limit, 1);
    checkedCount('What is skipped', options.skip ?? 0, 0);
    return table().select(filter, options);
  }

  return {
    async findOne(filter) {
      const [text] = select(filter, { limit: 1 });
      return Promise.resolve(text === undefined ? undefined : given(text));
    },
    find: async (filter, options) => Promise.resolve(select(filter, options).map(given)),
    count: async (filter, limit) => Promise.resolve(select(filter, { limit }).length),
  };
}

function writesOn<D extends Document>(table: () => Table, commits: GroupCommit): Omit<Collection<D>, keyof Reads<D>> {
  return {
    async insertOne(document) {
      const copy = documentCopy(document);
      await commits.run(() => table().insert(copy._id, copy));
    },
    async replaceOne(filter, document, options) {
      checkFilter(filter);
      const copy = documentCopy(document);
      return commits.run(() => {
        const held = first(table(), filter);
        if ((held?._id ?? seedOf(filter)['_id'] ?? copy._id) !== copy._id) throw new TypeError('An _id never changes.');
        if (held) table().replace(copy._id, copy);
        else if (options?.upsert === true) table().insert(copy._id, copy);
        return held !== undefined || options?.upsert === true;
      });
    },
    async updateOne(filter, update, options) {
      checkFilter(filter);
      checkUpdate(update);
      return commits.run(() => {
        const held = first(table(), filter);
        if (held) table().replace(held._id, updated(held, update, false));
        else if (options?.upsert === true) {
          const made = documentCopy(updated(seedOf(filter), update, true));
          table().insert(made._id, made);
        }
        return held !== undefined || options?.upsert === true;
      });
    },
    async deleteOne(filter) {
      checkFilter(filter);
      return commits.run(() => {
        const held = first(table(), filter);
        if (held) table().remove(held._id);
        return held !== undefined;
      });
    },
    async deleteMany(filter) {
      checkFilter(filter);
      return commits.run(() => {
        const held = table().select(filter, { limit: EVERY });
        for (const text of held) table().remove(parsed(text)._id);
        return held.length;
      });
    },
  };
}

/** The collection over its table; `table` gives it anew after it was dropped. Writes are committed in groups. */
export const collectionOn = <D extends Document>(table: () => Table, commits: GroupCommit): Collection<D> => ({
  ...readsOn<D>(table),
  ...writesOn<D>(table, commits),
});
