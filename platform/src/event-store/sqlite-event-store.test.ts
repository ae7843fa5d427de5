import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHostility } from '../engines/hostility';
import { openSqlite } from '../engines/sqlite';
import { EngineUnavailable } from './errors';
import { eventStoreContract, type OpenEventStore } from './event-store.contract';
import { hostileEventStore } from './hostile-event-store';
import { positionOf } from './position';
import { eventStoreOn, openSqliteEventStore } from './sqlite-event-store';
import { followUntil, sampleEvent } from './testing';

const newFolder = async (): Promise<string> => mkdtemp(join(tmpdir(), 'flow-event-store-'));

const plain: OpenEventStore = async () => {
  const folder = await newFolder();
  const store = openSqliteEventStore(join(folder, 'events.db'));
  return {
    store,
    async close() {
      store.close();
      await rm(folder, { recursive: true });
    },
  };
};

const hostile: OpenEventStore = async () => {
  const folder = await newFolder();
  const hostility = createHostility({ seed: 20260105 });
  const inner = openSqliteEventStore(join(folder, 'events.db'), {
    step: () => 1 + hostility.below(1000),
    positionOf: (commit) => positionOf(commit, commit - (commit % 7)),
  });
  return {
    store: hostileEventStore(inner, hostility),
    async close() {
      inner.close();
      await rm(folder, { recursive: true });
    },
  };
};

eventStoreContract('SQLite', plain);
eventStoreContract('SQLite, hostile', hostile);

describe('event store on SQLite', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await newFolder();
    file = join(folder, 'events.db');
  });
  afterEach(async () => rm(folder, { recursive: true }));

  it('has everything again after it was opened again', async () => {
    const before = openSqliteEventStore(file);
    const epoch = await before.epoch();
    const event = sampleEvent({ a: 1 });
    const first = await before.append('stay-1', 'no-stream', [event]);
    before.close();
    const after = openSqliteEventStore(file);
    expect(await after.epoch()).toBe(epoch);
    expect(await after.append('stay-1', 'no-stream', [event])).toStrictEqual(first);
    const next = await after.append('stay-1', 0, [sampleEvent()]);
    expect(next.position > first.position).toBe(true);
    after.close();
  });

  it('commits what waits when it is closed, ends its subscriptions, and refuses more', async () => {
    const store = openSqliteEventStore(file);
    const signal = new AbortController().signal;
    const following = (async () => {
      let batches = 0;
      for await (const batch of store.subscribe({ prefixes: ['stay-'], signal })) batches += batch.events.length + 1;
      return batches;
    })();
    const last = store.append('stay-1', 'no-stream', [sampleEvent()]);
    store.close();
    expect((await last).revision).toBe(0);
    expect(await following).toBeGreaterThanOrEqual(0);
    await expect(store.append('stay-1', 0, [sampleEvent()])).rejects.toThrow(EngineUnavailable);
    await expect(store.read('stay-1', { limit: 1 })).rejects.toThrow(EngineUnavailable);
  });

  it('refuses service on a full disk, writes nothing of it, and serves again when there is space', async () => {
    const sqlite = openSqlite(file, 'full');
    const store = eventStoreOn(sqlite);
    await store.append('stay-1', 'no-stream', [sampleEvent()]);
    sqlite.exec('PRAGMA max_page_count = 1');
    const large = Array.from({ length: 40 }, () => sampleEvent({ text: 'x'.repeat(4000) }));
    const attempts = await Promise.allSettled([
      store.append('stay-1', 0, large),
      store.append('stay-2', 'no-stream', large),
    ]);
    for (const attempt of attempts) {
      expect(attempt.status).toBe('rejected');
      if (attempt.status !== 'rejected') continue;
      expect(attempt.reason).toBeInstanceOf(EngineUnavailable);
      expect(attempt.reason).toMatchObject({ cause: { code: 'SQLITE_FULL' } });
    }
    expect((await store.read('stay-1', { limit: 10 })).events).toHaveLength(1);
    expect((await store.read('stay-2', { limit: 10 })).exists).toBe(false);
    sqlite.exec('PRAGMA max_page_count = 1000000');
    expect((await store.append('stay-1', 0, large)).revision).toBe(40);
    const seen = await followUntil(store, { prefixes: ['stay-'] }, (events) => events.length >= 41);
    expect(seen).toHaveLength(41);
    store.close();
  });

  it('refuses a file of another format', () => {
    const sqlite = openSqlite(file, 'full');
    eventStoreOn(sqlite);
    sqlite.exec(`UPDATE facts SET value = '9' WHERE name = 'format'`);
    expect(() => eventStoreOn(sqlite)).toThrow(/has format 9; this version reads 1/);
    sqlite.close();
  });

  it('follows one category without looking at the events of others', async () => {
    const sqlite = openSqlite(file, 'full');
    eventStoreOn(sqlite);
    const plan = sqlite
      .prepare<{ detail: string }>(
        'EXPLAIN QUERY PLAN SELECT position FROM events WHERE category = ? AND position > ? ORDER BY position LIMIT ?',
      )
      .all(1, 0, 10);
    expect(plan.map(({ detail }) => detail)).toStrictEqual([
      'SEARCH events USING COVERING INDEX events_by_category (category=? AND rowid>?)',
    ]);
    sqlite.close();
  });

  it('shows a subscriber nothing of a deleted stream', async () => {
    const store = openSqliteEventStore(file);
    await store.append('stay-1', 'no-stream', [sampleEvent({ gone: true })]);
    await store.deleteStream('stay-1', 0);
    await store.append('stay-2', 'no-stream', [sampleEvent({ gone: false })]);
    const events = await followUntil(store, { prefixes: ['stay-'] }, (seen) => seen.length >= 1);
    expect(events.map(({ data }) => data)).toStrictEqual([{ gone: false }]);
    store.close();
  });
});
