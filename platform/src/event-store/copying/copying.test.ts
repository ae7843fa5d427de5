import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '../event-store';
import { openSqliteEventStore, type SqliteEventStore } from '../sqlite-event-store';
import { sampleEvent } from '../testing';
import { copyEvents, NotACopy } from './copy-events';
import { cutStreams, fillStreams } from './cut-streams';
import { openStoreFile, type StoreFile } from './store-file';

const STREAMS = ['stay-whole', 'stay-cut', 'stay-cut-whole', 'stay-deleted', 'stay-written-again', 'stay-limited'];

describe('the file of an embedded store, copied into another store', () => {
  let folder: string;
  let target: SqliteEventStore;
  let file: StoreFile;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flow-copying-'));
    const source = openSqliteEventStore(join(folder, 'source.db'));
    await fillSource(source);
    source.close();
    file = openStoreFile(join(folder, 'source.db'));
    target = openSqliteEventStore(join(folder, 'target.db'));
  });
  afterEach(() => {
    file.close();
    target.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function fillSource(source: SqliteEventStore): Promise<void> {
    for (let round = 0; round < 3; round += 1) {
      for (const stream of STREAMS)
        await source.append(stream, round === 0 ? 'no-stream' : round * 2 - 1, [
          sampleEvent({ round }),
          sampleEvent({ round, second: true }),
        ]);
    }
    await source.truncateBefore('stay-cut', 3);
    await source.truncateBefore('stay-cut-whole', 6);
    await source.deleteStream('stay-deleted', 5);
    await source.deleteStream('stay-written-again', 5);
    await source.append('stay-written-again', 'no-stream', [sampleEvent({ again: true })]);
    await source.setMaxCount('stay-limited', 2);
    await source.forget();
  }

  /** What is read of every stream, and what is told to a follower, without positions. */
  async function contentOf(store: EventStore): Promise<unknown> {
    const pages = [];
    for (const stream of STREAMS) {
      const { exists, events } = await store.read(stream, { limit: 100 });
      pages.push([stream, exists, events.map((event) => ({ ...event, position: undefined }))]);
    }
    const told: string[] = [];
    const done = new AbortController();
    for await (const { events, caughtUp } of store.subscribe({ prefixes: ['stay-'], signal: done.signal })) {
      told.push(...events.map(({ id }) => id));
      if (caughtUp) done.abort();
    }
    return { pages, told };
  }
  async function ofTheFile(): Promise<unknown> {
    const source = openSqliteEventStore(join(folder, 'source.db'));
    const content = await contentOf(source);
    source.close();
    return content;
  }

  it('reads the same, and streams that were deleted go on at their next revision', async () => {
    let copied = 0;
    await copyEvents(file, target, (count) => (copied += count));
    await fillStreams(file, target);
    await cutStreams(file, target);
    await cutStreams(file, target);
    expect(copied).toBe(file.count());
    expect(await contentOf(target)).toStrictEqual(await ofTheFile());
    expect(await target.append('stay-deleted', 'no-stream', [sampleEvent()])).toMatchObject({ revision: 6 });
  });

  it('goes on where it was stopped, wherever that was', async () => {
    let left = 0;
    const failing: EventStore = {
      ...target,
      append: async (...asked) => {
        if (left === 0) throw new Error('It was stopped.');
        left -= 1;
        return target.append(...asked);
      },
    };
    for (let stops = 0; left === 0; stops += 1) {
      left = 1 + (stops % 3);
      await copyEvents(file, failing, () => undefined).catch(() => undefined);
    }
    await fillStreams(file, target);
    await cutStreams(file, target);
    expect(await contentOf(target)).toStrictEqual(await ofTheFile());
  });

  it('refuses a store that holds something else', async () => {
    for (const stream of STREAMS)
      await target.append(
        stream,
        'no-stream',
        Array.from({ length: 8 }, () => sampleEvent()),
      );
    await expect(copyEvents(file, target, () => undefined)).rejects.toThrow(NotACopy);
  });
});
