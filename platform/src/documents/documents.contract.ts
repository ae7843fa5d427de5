import { randomUUID } from 'node:crypto';
import { certainly } from '../event-store/testing';
import { finding } from './finding.contract';
import { put, type Thing } from './testing';
import { updating } from './updating.contract';
import { DuplicateKey, replaceIfNewer, type Collection, type Documents, type IndexSpec } from './documents';

/** Documents to be tried, and how to leave them. They may hold other tests' collections: names here are always new. */
export type OpenDocuments = () => Promise<{ readonly documents: Documents; close(): Promise<void> }>;

const INDEXES: readonly IndexSpec[] = [
  { fields: ['ward', 'bed'] },
  { fields: ['tags'] },
  { fields: ['size'] },
  { fields: ['place.code'] },
  { fields: ['people.id'] },
];

/** What the port promises, tried on one engine. */
export function documentsContract(name: string, open: OpenDocuments): void {
  describe(`documents: ${name}`, () => {
    let opened: Awaited<ReturnType<OpenDocuments>>;
    let things: Collection<Thing>;
    let collectionName: string;

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => opened.close());
    beforeEach(async () => {
      collectionName = `things_${randomUUID()}`;
      things = await opened.documents.collection<Thing>(collectionName, INDEXES);
    });

    const get = async (id: string): Promise<Thing | undefined> => things.findOne({ _id: id });

    finding(() => things);

    describe('insert', () => {
      it('gives back a copy of what was put there, without what JSON leaves out', async () => {
        const thing = { _id: 'a', text: 'é 🛏', list: [1, { deep: [null] }], none: null, left: undefined };
        await put(things, thing);
        thing.list.push(2);
        const held = await get('a');
        expect(held).toStrictEqual({ _id: 'a', text: 'é 🛏', list: [1, { deep: [null] }], none: null });
        Object.assign(held!, { text: 'changed' });
        expect((await get('a'))!['text']).toBe('é 🛏');
      });

      it('refuses an _id that is there, and one that is no text', async () => {
        await put(things, { _id: 'a' });
        await expect(certainly(async () => things.insertOne({ _id: 'a', x: 1 }))).rejects.toThrow(DuplicateKey);
        await expect(certainly(async () => things.insertOne({ _id: '' }))).rejects.toThrow(TypeError);
        expect(await get('a')).toStrictEqual({ _id: 'a' });
      });

      it.each([[{ $x: 1 }], [{ inner: [{ $x: 1 }] }], [{ 'a.b': 1 }], [{ count: 1n }]])(
        'refuses %o, which not every engine keeps',
        async (fields) => {
          await expect(certainly(async () => things.insertOne({ _id: 'a', ...fields }))).rejects.toThrow(TypeError);
        },
      );
    });

    describe('unique indexes', () => {
      it('refuse a second document with the same value, or both without one', async () => {
        const unique = await opened.documents.collection<Thing>(`u_${randomUUID()}`, [
          { fields: ['ward', 'bed'], unique: true },
        ]);
        await put(unique, { _id: 'a', ward: 'w1', bed: 1 });
        await put(unique, { _id: 'b', ward: 'w1', bed: 2 });
        await put(unique, { _id: 'none' });
        for (const fields of [{ ward: 'w1', bed: 2 }, {}]) {
          await expect(certainly(async () => unique.insertOne({ _id: 'c', ...fields }))).rejects.toThrow(DuplicateKey);
        }
        await expect(certainly(async () => unique.updateOne({ _id: 'a' }, { $set: { bed: 2 } }))).rejects.toThrow(
          DuplicateKey,
        );
        expect(await unique.findOne({ _id: 'a' })).toStrictEqual({ _id: 'a', ward: 'w1', bed: 1 });
      });
    });

    describe('replace', () => {
      it('replaces the whole document, only where one fits', async () => {
        await put(things, { _id: 'a', x: 1, y: 1 });
        expect(await certainly(async () => things.replaceOne({ _id: 'a' }, { _id: 'a', x: 2 }))).toBe(true);
        expect(await get('a')).toStrictEqual({ _id: 'a', x: 2 });
        expect(await certainly(async () => things.replaceOne({ _id: 'b' }, { _id: 'b' }))).toBe(false);
        expect(await get('b')).toBeUndefined();
      });

      it('puts a new one there by upsert, and refuses it when the guard misses', async () => {
        const guarded = async (at: number): Promise<boolean> =>
          certainly(async () =>
            things.replaceOne({ _id: 'a', at: { $lt: at } }, { _id: 'a', at }, { upsert: true }),
          ).catch((error: unknown) => {
            if (error instanceof DuplicateKey) return false;
            throw error;
          });
        await guarded(5);
        for (const at of [7, 6, 7, 3]) await guarded(at);
        expect(await get('a')).toStrictEqual({ _id: 'a', at: 7 });
        await expect(
          certainly(async () => things.replaceOne({ _id: 'a', at: { $lt: 7 } }, { _id: 'a', at: 7 }, { upsert: true })),
        ).rejects.toThrow(DuplicateKey);
      });

      it('lets the newest of many win, whatever their order', async () => {
        const marks = Array.from({ length: 40 }, (_, index) => (index * 17) % 40);
        await Promise.all(
          marks.map(async (at) => certainly(async () => replaceIfNewer(things, { _id: 'a', at }, 'at'))),
        );
        expect(await get('a')).toStrictEqual({ _id: 'a', at: 39 });
        expect(await certainly(async () => replaceIfNewer(things, { _id: 'a', at: 39 }, 'at'))).toBe(false);
      });

      it('never changes an _id', async () => {
        await put(things, { _id: 'a' });
        await expect(certainly(async () => things.replaceOne({ _id: 'a' }, { _id: 'b' }))).rejects.toThrow(TypeError);
        await expect(certainly(async () => things.updateOne({ _id: 'a' }, { $set: { _id: 'b' } }))).rejects.toThrow(
          TypeError,
        );
      });
    });

    updating(() => things);

    describe('delete', () => {
      it('takes one away, or all that fit', async () => {
        for (const [index, ward] of ['w1', 'w1', 'w2', 'w1'].entries()) await put(things, { _id: `t${index}`, ward });
        await certainly(async () => things.deleteOne({ _id: 't0' }));
        expect(await get('t0')).toBeUndefined();
        expect(await certainly(async () => things.deleteOne({ _id: 'no' }))).toBe(false);
        await certainly(async () => things.deleteMany({ ward: 'w1' }));
        expect(await things.find({}, { limit: 10 })).toStrictEqual([{ _id: 't2', ward: 'w2' }]);
        expect(await certainly(async () => things.deleteMany({ ward: 'w1' }))).toBe(0);
      });
    });

    describe('collections', () => {
      it('are the same under the same name, and empty after they were dropped', async () => {
        await put(things, { _id: 'a', tags: ['x'] });
        const again = await opened.documents.collection<Thing>(collectionName, INDEXES);
        expect(await again.findOne({ tags: 'x' })).toStrictEqual({ _id: 'a', tags: ['x'] });
        await opened.documents.drop(collectionName);
        await opened.documents.drop(collectionName);
        const anew = await opened.documents.collection<Thing>(collectionName, INDEXES);
        expect(await anew.find({}, { limit: 10 })).toStrictEqual([]);
        await put(anew, { _id: 'a' });
        expect(await anew.findOne({ tags: 'x' })).toBeUndefined();
      });

      it('take an index later', async () => {
        await put(things, { _id: 'a', later: ['x', 'y'], rank: 2 });
        await put(things, { _id: 'b', later: 'x', rank: 1 });
        const more = await opened.documents.collection<Thing>(collectionName, [
          { fields: ['later'] },
          { fields: ['rank'] },
        ]);
        const found = await more.find({ later: 'x' }, { sort: { rank: 1 }, limit: 10 });
        expect(found.map(({ _id }) => _id)).toStrictEqual(['b', 'a']);
      });
    });
  });
}
