import { certainly } from '../event-store/testing';
import type { Collection, Filter, FindOptions } from './documents';
import { put, type Thing } from './testing';

/** Half of the fields are indexed and half are not: the answers must be the same. */
const THINGS: readonly Thing[] = [
  { _id: 'a', ward: 'w1', bed: 1, size: 5, tags: ['x', 'y'], place: { code: 'C1' }, people: [{ id: 'p1', age: 30 }] },
  { _id: 'b', ward: 'w1', bed: 2, size: 7, tags: [], place: { code: 'C2' }, people: [] },
  {
    _id: 'c',
    ward: 'w2',
    bed: 1,
    size: '6',
    tags: 'x',
    place: null,
    people: [
      { id: 'p1', age: 80 },
      { id: 'p2', age: 31 },
    ],
  },
  { _id: 'd', ward: 'W2', size: null, tags: ['xy', 3, true], place: { code: ['C1', 'C3'] }, people: { id: 'p3' } },
  { _id: 'e', ward: 'wé', bed: 9, size: true, place: {}, people: 'p1' },
  { _id: 'f', ward: '', bed: -1, size: 5.5, tags: [null, 'z'] },
];
const COPIED = ['ward', 'bed', 'size', 'tags', 'place', 'people'];

/** The same thing with every field once more under a name that is not indexed. */
const doubled = (thing: Thing): Thing => ({
  ...thing,
  ...Object.fromEntries(COPIED.filter((field) => field in thing).map((field) => [`plain_${field}`, thing[field]])),
});

const unindexed = (filter: Filter): Filter =>
  Object.fromEntries(
    Object.entries(filter).map(([path, condition]) => {
      if (path === '$or') return [path, (condition as readonly Filter[]).map(unindexed)];
      return path === '_id' ? [path, condition] : [`plain_${path}`, condition];
    }),
  );

const CASES: readonly (readonly [string, Filter, string])[] = [
  ['everything', {}, 'abcdef'],
  ['an id', { _id: 'c' }, 'c'],
  ['an id that is not there', { _id: 'C' }, ''],
  ['an equality', { ward: 'w1' }, 'ab'],
  ['two equalities', { ward: 'w1', bed: 2 }, 'b'],
  ['empty text', { ward: '' }, 'f'],
  ['a number, not its text', { size: 6 }, ''],
  ['text, not its number', { size: '6' }, 'c'],
  ['a boolean, not a number', { size: true }, 'e'],
  ['one, not true', { size: { $in: [1, false] } }, ''],
  ['null, or not there', { size: null }, 'd'],
  ['a missing field', { bed: null }, 'd'],
  ['a missing field within', { 'place.code': null }, 'cef'],
  ['other than', { ward: { $ne: 'w1' } }, 'cdef'],
  ['other than an element', { tags: { $ne: 'x' } }, 'bdef'],
  ['more than, numbers alone', { size: { $gt: 5 } }, 'bf'],
  ['at least', { size: { $gte: 5 } }, 'abf'],
  ['less than, numbers alone', { size: { $lt: 6 } }, 'af'],
  ['between', { size: { $gt: 5, $lte: 5.5 } }, 'f'],
  ['less than, texts alone', { size: { $lt: '7' } }, 'c'],
  ['at least, texts alone', { ward: { $gte: 'w1' } }, 'abce'],
  ['one of', { ward: { $in: ['w1', 'W2', 'none'] } }, 'abd'],
  ['one of several types', { size: { $in: [5, '6', true] } }, 'ace'],
  ['one of, null among them', { size: { $in: [null, 7] } }, 'bd'],
  ['one of none', { ward: { $in: [] } }, ''],
  ['a beginning', { ward: { $prefix: 'w' } }, 'abce'],
  ['a beginning with its case', { ward: { $prefix: 'W' } }, 'd'],
  ['a beginning that is no pattern', { ward: { $prefix: '.' } }, ''],
  ['the empty beginning', { ward: { $prefix: '' } }, 'abcdef'],
  ['an element', { tags: 'x' }, 'ac'],
  ['an element of another type', { tags: 3 }, 'd'],
  ['an element that is true', { tags: true }, 'd'],
  ['an element one of', { tags: { $in: ['y', 'z'] } }, 'af'],
  ['the beginning of an element', { tags: { $prefix: 'x' } }, 'acd'],
  ['an element that is null, or no array', { tags: null }, 'ef'],
  ['bounds that different elements keep', { tags: { $gt: 'xx', $lt: 'xz' } }, 'ad'],
  ['a field within', { 'place.code': 'C1' }, 'ad'],
  ['a field of the elements', { 'people.id': 'p1' }, 'ac'],
  ['a field of an object or of elements', { 'people.id': { $prefix: 'p' } }, 'acd'],
  ['an element with several fields', { people: { $elemMatch: { id: 'p1', age: { $gt: 40 } } } }, 'c'],
  ['no such element', { people: { $elemMatch: { id: 'p2', age: 30 } } }, ''],
  ['either', { $or: [{ ward: 'w2' }, { size: 5 }] }, 'ac'],
  ['either, and also', { bed: 1, $or: [{ ward: 'w2' }, { tags: 'y' }] }, 'ac'],
];

/** The part of the contract that finds documents. */
export function finding(things: () => Collection<Thing>): void {
  const fill = async (): Promise<void> => {
    for (const thing of THINGS) await put(things(), doubled(thing));
  };
  const ids = async (filter: Filter, options: Partial<FindOptions> = {}): Promise<string> =>
    (await things().find(filter, { limit: 100, ...options })).map(({ _id }) => _id).join('');

  describe('find', () => {
    it('answers the same with and without an index', async () => {
      await fill();
      const answers: unknown[] = [];
      for (const [what, filter] of CASES) {
        answers.push([what, await ids(filter), await ids(unindexed(filter)), await things().count(filter, 100)]);
      }
      expect(answers).toStrictEqual(CASES.map(([what, , expected]) => [what, expected, expected, expected.length]));
    });

    it('gives one that fits, or none', async () => {
      await fill();
      expect((await things().findOne({ ward: 'w1', bed: 2 }))?._id).toBe('b');
      expect(await things().findOne({ ward: 'w9' })).toBeUndefined();
    });

    it('sorts by indexed fields, then _id, and pages', async () => {
      for (const [index, bed] of [3, 1, 2, 1, 3].entries())
        await put(things(), { _id: `${index}`, ward: 'w', bed, plain: 1 });
      expect(await ids({}, { sort: { bed: 1 } })).toBe('13204');
      expect(await ids({ ward: 'w' }, { sort: { bed: -1 } })).toBe('04213');
      expect(await ids({ plain: 1 }, { sort: { bed: -1 } })).toBe('04213');
      expect(await ids({ plain: 1 }, { sort: { bed: 1 }, skip: 1, limit: 3 })).toBe('320');
      expect(await ids({ ward: 'w' }, { sort: { bed: 1, _id: -1 } })).toBe('31240');
      expect(await ids({}, { sort: { _id: -1 }, limit: 2 })).toBe('43');
      await expect(ids({}, { sort: { plain: 1 } })).rejects.toThrow(TypeError);
    });

    it('bounds every list and count', async () => {
      for (let index = 0; index < 400; index += 1)
        await put(things(), { _id: `t${index}`, size: index, plain: index % 2 });
      expect(await things().find({ plain: 1 }, { limit: 150 })).toHaveLength(150);
      expect(await things().find({ plain: 1 }, { limit: 500, skip: 190 })).toHaveLength(10);
      expect(await things().count({ plain: 1 }, 120)).toBe(120);
      expect(await things().count({ size: { $gte: 100 } }, 1000)).toBe(300);
      for (const limit of [0, -1, 1.5]) await expect(things().find({}, { limit })).rejects.toThrow(RangeError);
    });

    it.each<[string, object]>([
      ['an operator that not every engine has', { ward: { $regex: 'w' } }],
      ['an operator at the top', { $and: [{ ward: 'w' }] }],
      ['an object', { place: { code: 'C1' } }],
      ['an array', { tags: ['x'] }],
      ['undefined', { ward: undefined }],
      ['an operand of undefined', { ward: { $eq: undefined } }],
      ['no operator', { ward: {} }],
      ['an order of booleans', { size: { $gt: true } }],
      ['eleven alternatives', { $or: Array.from({ length: 11 }, () => ({ ward: 'w' })) }],
      ['no alternatives', { $or: [] }],
      ["an array's place", { 'tags.0': 'x' }],
    ])('refuses %s', async (_, filter) => {
      const odd = filter as Filter;
      await expect(things().find(odd, { limit: 1 })).rejects.toThrow(TypeError);
      await expect(certainly(async () => things().deleteMany(odd))).rejects.toThrow(TypeError);
    });
  });
}
