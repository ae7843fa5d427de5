import type { Filter, Update } from '../documents';
import { mongoFilter } from './mongo-filter';
import { mongoUpdate } from './mongo-update';

it.each<[string, Filter, object]>([
  ['a value', { name: '$where' }, { name: { $eq: '$where' } }],
  ['a value that looks like JSON', { name: '{"$ne":null}' }, { name: { $eq: '{"$ne":null}' } }],
  ['a beginning', { name: { $prefix: 'a.*\0' } }, { name: { $regex: '^a\\.\\*\\x00' } }],
  ['two bounds', { at: { $gt: 1, $lt: 3 } }, { at: { $gt: 1 }, $and: [{ at: { $lt: 3 } }] }],
  [
    'an element and alternatives',
    { people: { $elemMatch: { id: 'p' } }, $or: [{ a: null }, { b: { $in: [1] } }] },
    { people: { $elemMatch: { id: { $eq: 'p' } } }, $or: [{ a: { $eq: null } }, { b: { $in: [1] } }] },
  ],
])('says %s by operators of ours alone', (_, filter, said) => expect(mongoFilter(filter)).toStrictEqual(said));

/** Whatever a careless caller might pass on from a request body. */
const PLANTED: readonly (readonly [string, object])[] = [
  ['code', { $where: 'sleep(1000)' }],
  ['an expression', { $expr: { $eq: [1, 1] } }],
  ['an operator for a value', { _id: { $regex: '' } }],
  ['an operator among alternatives', { $or: [{ name: { $type: 2 } }] }],
  ['an operator within an element', { people: { $elemMatch: { id: { $exists: true } } } }],
  ['an object for a value', { name: { first: 'x' } }],
  ['an object among values', { name: { $in: [{ $ne: null }] } }],
  ['an object for a beginning', { name: { $prefix: { $ne: '' } } }],
  ['an object of a type of the driver', { name: { _bsontype: 'Code', code: 'x' } }],
  ['an operator for a bound', { at: { $lt: { $gt: '' } } }],
];

it.each(PLANTED)('lets no %s from outside into a filter, nor into what is pulled', (_, planted) => {
  expect(() => mongoFilter(planted as Filter)).toThrow(TypeError);
  expect(() => mongoUpdate({ $pull: { list: planted } })).toThrow(TypeError);
});

it.each<[string, object]>([
  ['a pipeline', [{ $set: { x: 1 } }]],
  ['an operator in a value', { $set: { x: { $inc: 1 } } }],
  ['an operator for a path', { $set: { $x: 1 } }],
  ['several to add at once', { $addToSet: { x: { $each: [1] } } }],
])('lets no %s into an update', (_, change) => expect(() => mongoUpdate(change as Update)).toThrow(TypeError));
