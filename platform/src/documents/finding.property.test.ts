import fc from 'fast-check';
import { openSqlite } from '../engines/sqlite';
import type { Filter } from './documents';
import { documentCopy } from './document-json';
import { checkFilter, matcherOf } from './filter';
import { documentsOn } from './sqlite-documents';
import type { Thing } from './testing';

const SEED = 20260105;

const scalar = fc.oneof(
  fc.constantFrom('', 'a', 'ab', 'b', '[1]', '{"c":1}', 'é', '\u{10FFFF}', 'a\u0000b'),
  fc.constantFrom(-1, 0, 1, 1.5, 2, 1e21),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.oneof(
  { weight: 4, arbitrary: scalar },
  { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  {
    weight: 2,
    arbitrary: fc.record({ c: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })) }, { requiredKeys: [] }),
  },
  { weight: 1, arbitrary: fc.array(fc.record({ c: scalar }, { requiredKeys: [] }), { maxLength: 3 }) },
);
const things = fc.array(fc.record({ a: value, b: value, plain: value }, { requiredKeys: [] }), { maxLength: 12 });

const ordered = fc.constantFrom('', 'a', 'ab', 'b', 0, 1, 1.5);
const operators = fc.oneof(
  fc.record({ $eq: scalar }),
  fc.record({ $ne: scalar }),
  fc.record({ $gt: ordered }),
  fc.record({ $gte: ordered, $lt: ordered }),
  fc.record({ $lte: ordered }),
  fc.record({ $in: fc.array(scalar, { maxLength: 4 }) }),
  fc.record({ $prefix: fc.constantFrom('', 'a', 'ab', '{', 'é') }),
);
const fields = fc.dictionary(fc.constantFrom('a', 'a.c', 'b.c', 'plain', '_id'), fc.oneof(scalar, operators), {
  maxKeys: 2,
});
const filters = fc.oneof(fields, fc.record({ $or: fc.array(fields, { minLength: 1, maxLength: 3 }) }));

describe('finding by an index', () => {
  it(`finds what a look at every document finds (seed ${SEED})`, async () => {
    const documents = documentsOn(openSqlite(':memory:', 'normal'));
    let round = 0;
    await fc.assert(
      fc.asyncProperty(things, fc.array(filters, { minLength: 1, maxLength: 8 }), async (all, wanted) => {
        round += 1;
        const name = `things-${round}`;
        const collection = await documents.collection<Thing>(name, [{ fields: ['a'] }, { fields: ['a.c', 'b.c'] }]);
        const held = all.map((thing, index) => documentCopy({ ...thing, _id: 'abcdefghijkl'.charAt(index) }));
        await Promise.all(held.map(async (thing) => collection.insertOne(thing)));
        for (const filter of wanted as readonly Filter[]) {
          checkFilter(filter);
          const expected = held.filter(matcherOf(filter)).map(({ _id }) => _id);
          const found = await collection.find(filter, { limit: 100 });
          expect({ filter, found: found.map(({ _id }) => _id) }).toStrictEqual({ filter, found: expected });
          expect(await collection.count(filter, 100)).toBe(expected.length);
        }
        await documents.drop(name);
      }),
      { seed: SEED, numRuns: 400 },
    );
    documents.close();
  });
});
