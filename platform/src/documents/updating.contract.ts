import { certainly } from '../event-store/testing';
import { DuplicateKey, type Collection, type Update } from './documents';
import { put, type Thing } from './testing';

/** The part of the contract that updates documents. */
export function updating(things: () => Collection<Thing>): void {
  describe('update', () => {
    const get = async (id: string): Promise<Thing | undefined> => things().findOne({ _id: id });
    const update = async (id: string, change: Update): Promise<boolean> =>
      certainly(async () => things().updateOne({ _id: id }, change));

    it.each<[string, object, Update, object]>([
      [
        'sets fields, also within',
        { place: { code: 1 } },
        { $set: { 'place.bay': 2, 'new.deep': [3] } },
        { place: { code: 1, bay: 2 }, new: { deep: [3] } },
      ],
      [
        'takes fields away',
        { x: 1, place: { a: 1, b: 2 } },
        { $unset: { x: true, 'place.a': true, 'no.such': true } },
        { place: { b: 2 } },
      ],
      ['keeps the greater', { n: 5, t: 'b' }, { $max: { n: 4, t: 'c', none: 1 } }, { n: 5, t: 'c', none: 1 }],
      ['keeps the lesser', { n: 5, t: 'b' }, { $min: { n: 4, t: 'c', none: 1 } }, { n: 4, t: 'b', none: 1 }],
      [
        'adds to a set once',
        { tags: ['a'] },
        { $addToSet: { tags: 'b', other: { id: 1 } } },
        { tags: ['a', 'b'], other: [{ id: 1 }] },
      ],
      [
        'adds nothing twice',
        { tags: ['a'], o: [{ id: 1 }] },
        { $addToSet: { tags: 'a', o: { id: 1 } } },
        { tags: ['a'], o: [{ id: 1 }] },
      ],
      ['pulls values', { tags: ['a', 'b', 'a'] }, { $pull: { tags: 'a', none: 'a' } }, { tags: ['b'] }],
      [
        'pulls objects by a filter',
        { o: [{ id: 1, n: 1 }, { id: 2 }] },
        { $pull: { o: { id: 1 } } },
        { o: [{ id: 2 }] },
      ],
      ['leaves a held document to itself', { x: 1 }, { $setOnInsert: { x: 2 } }, { x: 1 }],
    ])('%s', async (_, before, change, after) => {
      await put(things(), { _id: 'a', ...before });
      expect(await update('a', change)).toBe(true);
      expect(await get('a')).toStrictEqual({ _id: 'a', ...after });
    });

    it('changes nothing where nothing fits', async () => {
      expect(await update('a', { $set: { x: 1 } })).toBe(false);
      expect(await get('a')).toBeUndefined();
    });

    it('upserts from the equalities of the filter', async () => {
      await certainly(async () =>
        things().updateOne(
          { _id: 'a', ward: 'w1', 'place.code': { $eq: 7 }, size: { $lt: 3 } },
          { $set: { x: 1 }, $setOnInsert: { first: true }, $addToSet: { tags: 't' } },
          { upsert: true },
        ),
      );
      expect(await get('a')).toStrictEqual({
        _id: 'a',
        ward: 'w1',
        place: { code: 7 },
        x: 1,
        first: true,
        tags: ['t'],
      });
    });

    it('refuses a guarded upsert whose guard misses', async () => {
      await put(things(), { _id: 'a', at: 5 });
      const guarded = certainly(async () =>
        things().updateOne({ _id: 'a', at: { $lt: 5 } }, { $set: { at: 4 } }, { upsert: true }),
      );
      await expect(guarded).rejects.toThrow(DuplicateKey);
      expect(await get('a')).toStrictEqual({ _id: 'a', at: 5 });
    });

    it.each<[string, object]>([
      ['nothing at all', {}],
      ['$inc, since a repeat would add twice', { $inc: { x: 1 } }],
      ['a field', { x: 1 }],
      ['one field twice', { $set: { x: 1 }, $max: { x: 2 } }],
      ['a field and its inner', { $set: { x: {}, 'x.y': 2 } }],
      ['a name that begins with $', { $set: { $x: 1 } }],
      ['a value with such a name', { $set: { x: { $y: 1 } } }],
      ["an array's place", { $set: { 'tags.0': 'x' } }],
    ])('refuses %s', async (_, change) => {
      await put(things(), { _id: 'a', tags: [] });
      await expect(certainly(async () => things().updateOne({ _id: 'a' }, change))).rejects.toThrow(TypeError);
    });

    it('refuses what does not fit the held document', async () => {
      await put(things(), { _id: 'a', x: 1 });
      for (const change of [{ $addToSet: { x: 1 } }, { $pull: { x: 1 } }, { $set: { 'x.y': 1 } }] satisfies Update[]) {
        await expect(certainly(async () => things().updateOne({ _id: 'a' }, change))).rejects.toThrow(TypeError);
      }
      expect(await get('a')).toStrictEqual({ _id: 'a', x: 1 });
    });

    it('does one after the other what comes at once', async () => {
      await put(things(), { _id: 'a', tags: [] });
      await Promise.all(Array.from({ length: 30 }, async (_, tag) => update('a', { $addToSet: { tags: tag } })));
      expect([...((await get('a'))!['tags'] as number[])].sort((a, b) => a - b)).toStrictEqual(
        Array.from({ length: 30 }, (_, tag) => tag),
      );
    });
  });
}
