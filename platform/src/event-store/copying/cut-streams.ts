import { WrongExpectedRevision } from '../errors';
import type { EventStore } from '../event-store';
import { fillBefore } from './left-out';
import type { FiledStream, StoreFile } from './store-file';

const PAGE = 1000;

async function eachCut(file: StoreFile, work: (stream: FiledStream) => Promise<void>): Promise<void> {
  let after = '';
  for (;;) {
    const page = file.cutStreamsAfter(after, PAGE);
    for (const stream of page) await work(stream);
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.stream;
  }
}

/** Streams of which nothing is read any more go on where they stopped, too. Before any is cut; safe to repeat. */
export const fillStreams = async (file: StoreFile, store: EventStore): Promise<void> =>
  eachCut(file, async ({ stream, first, last }) => {
    if (first > last) await fillBefore(store, stream, first);
  });

async function deleted(store: EventStore, stream: string, last: number): Promise<void> {
  try {
    await store.deleteStream(stream, last);
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision && error.actual === 'no-stream')) throw error;
  }
}

/** Deletes, truncates and limits what the file has so. After all events were copied; safe to repeat. */
export const cutStreams = async (file: StoreFile, store: EventStore): Promise<void> =>
  eachCut(file, async ({ stream, first, last, deleted: isDeleted, maxCount }) => {
    if (maxCount !== undefined) await store.setMaxCount(stream, maxCount);
    if (isDeleted && last >= 0) await deleted(store, stream, last);
    else if (first > 0) await store.truncateBefore(stream, first);
  });
