import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineUnavailable } from '../event-store/errors';
import { createHostility } from '../engines/hostility';
import { openSqlite } from '../engines/sqlite';
import { documentsContract, type OpenDocuments } from './documents.contract';
import { hostileDocuments } from './hostile-documents';
import { documentsOn, openSqliteDocuments } from './sqlite-documents';
import type { Thing } from './testing';

const newFolder = async (): Promise<string> => mkdtemp(join(tmpdir(), 'flow-documents-'));

const opening =
  (seed?: number): OpenDocuments =>
  async () => {
    const folder = await newFolder();
    const inner = openSqliteDocuments(join(folder, 'documents.db'));
    return {
      documents: seed === undefined ? inner : hostileDocuments(inner, createHostility({ seed })),
      async close() {
        inner.close();
        await rm(folder, { recursive: true });
      },
    };
  };

documentsContract('SQLite', opening());
documentsContract('SQLite, hostile', opening(20260105));

describe('documents on SQLite', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await newFolder();
    file = join(folder, 'documents.db');
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('have everything again after they were opened again, elements of arrays too', async () => {
    const indexes = [{ fields: ['tags'] }];
    const before = openSqliteDocuments(file);
    await (await before.collection<Thing>('things', indexes)).insertOne({ _id: 'a', tags: ['x', 'y'] });
    before.close();
    const after = openSqliteDocuments(file);
    const things = await after.collection<Thing>('things', indexes);
    expect(await things.findOne({ tags: 'y' })).toStrictEqual({ _id: 'a', tags: ['x', 'y'] });
    await things.updateOne({ _id: 'a' }, { $pull: { tags: 'y' } });
    expect(await things.findOne({ tags: 'y' })).toBeUndefined();
    after.close();
    await expect(things.findOne({ tags: 'y' })).rejects.toThrow(EngineUnavailable);
  });

  it('serve a handle of a collection that was dropped as an empty one', async () => {
    const documents = openSqliteDocuments(file);
    const things = await documents.collection<Thing>('things', [{ fields: ['size'] }]);
    await things.insertOne({ _id: 'a', size: 1 });
    await documents.drop('things');
    expect(await things.find({ size: 1 }, { sort: { size: 1 }, limit: 1 })).toStrictEqual([]);
    await things.insertOne({ _id: 'a', size: 2 });
    expect(await things.findOne({ size: 2 })).toStrictEqual({ _id: 'a', size: 2 });
    documents.close();
  });

  it('refuse an array where a value is unique', async () => {
    const documents = openSqliteDocuments(file);
    const things = await documents.collection<Thing>('things', [{ fields: ['tag'], unique: true }]);
    await expect(things.insertOne({ _id: 'a', tag: ['x'] })).rejects.toThrow('tag is unique in things');
    expect(await things.findOne({ _id: 'a' })).toBeUndefined();
    documents.close();
  });

  it.each([
    ['an equality', { ward: 'w1' }, /USING INDEX i\/things\/ward,bed \(<expr>=\?\)/],
    ['two', { ward: 'w1', bed: 2 }, /USING INDEX i\/things\/ward,bed \(<expr>=\? AND <expr>=\?\)/],
    [
      'a range',
      { bed: { $gte: 2 }, ward: 'w1' },
      /USING INDEX i\/things\/ward,bed \(<expr>=\? AND <expr>>\? AND <expr><\?\)/,
    ],
    ['a beginning', { ward: { $prefix: 'w' } }, /USING INDEX i\/things\/ward,bed \(<expr>>\? AND <expr><\?\)/],
    ['one of', { ward: { $in: ['w1', 'w2'] } }, /USING INDEX i\/things\/ward,bed \(<expr>=\?\)/],
    ['an id', { _id: 'a' }, /USING PRIMARY KEY \(_id=\?\)/],
    ['either', { $or: [{ ward: 'w1' }, { _id: 'a' }] }, /MULTI-INDEX OR/],
    [
      'an element',
      { tags: 'x' },
      /MULTI-INDEX OR[^]*USING PRIMARY KEY \(collection=\? AND path=\? AND value=\? AND type=\?\)/,
    ],
  ])('search %s by an index', async (_, filter, plan) => {
    const sqlite = openSqlite(file, 'normal');
    const asked: string[] = [];
    const documents = documentsOn({
      ...sqlite,
      inTransaction: false,
      prepare(sql) {
        asked.push(sql);
        return sqlite.prepare(sql);
      },
    });
    const things = await documents.collection<Thing>('things', [{ fields: ['ward', 'bed'] }, { fields: ['tags'] }]);
    await things.insertOne({ _id: 'a', ward: 'w1', bed: 2, tags: ['x'] });
    expect(await things.find(filter, { limit: 10 })).toHaveLength(1);
    const steps = sqlite.prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${asked.at(-1) ?? ''}`).all();
    expect(steps.map(({ detail }) => detail).join('\n')).toMatch(plan);
    documents.close();
  });
});
