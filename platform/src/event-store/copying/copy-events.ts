import { sizeOf } from '../append-request';
import type { EventStore } from '../event-store';
import { fillBefore } from './left-out';
import type { FiledEvent, StoreFile } from './store-file';

const PAGE = 1000;
const MOST_AN_APPEND = 200;
/** Half of what an append may hold; an event that is larger goes by itself. */
const BYTES_AN_APPEND = 524_288;

/** The store holds something else where the file has an event: it was not copied from this file alone. */
export class NotACopy extends Error {
  constructor(stream: string) {
    super(`The store holds something else in ${stream} than the file that is copied into it.`);
    this.name = 'NotACopy';
  }
}

/** Neighbours of one stream, which go as one append. */
function runsOf(events: readonly FiledEvent[]): readonly (readonly FiledEvent[])[] {
  const runs: FiledEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const run = runs.at(-1);
    const size = sizeOf(event);
    bytes += size;
    if (run?.[0]?.stream === event.stream && run.length < MOST_AN_APPEND && bytes <= BYTES_AN_APPEND) run.push(event);
    else {
      runs.push([event]);
      bytes = size;
    }
  }
  return runs;
}

async function copyRun(store: EventStore, run: readonly FiledEvent[]): Promise<void> {
  const [begin] = run;
  if (begin === undefined) return;
  const { stream, revision, first } = begin;
  if (revision === first) await fillBefore(store, stream, first);
  await store.append(stream, revision === 0 ? 'no-stream' : revision - 1, run);
}

async function has(store: EventStore, { stream, revision, id }: FiledEvent): Promise<boolean> {
  const { events } = await store.read(stream, { from: revision, limit: 1 });
  const [held] = events;
  if (held === undefined) return false;
  if (held.revision !== revision || held.id !== id) throw new NotACopy(stream);
  return true;
}

/** The position of the last event that is in the store: all before it are, since they are written in order. */
async function copiedTo(file: StoreFile, store: EventStore): Promise<number> {
  let [from, to] = [0, file.lastPosition()];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    const [next] = file.eventsAfter(middle, 1);
    if (next !== undefined && (await has(store, next))) from = next.position;
    else to = middle;
  }
  return from;
}

/**
 * Copies every event that is still read, one after another in the order of the file, with its id, metadata and revision. What
 * was copied already stays: it goes on there. Throws NotACopy, and what the store throws.
 */
export async function copyEvents(
  file: StoreFile,
  store: EventStore,
  onCopied: (events: number) => void,
): Promise<void> {
  let after = await copiedTo(file, store);
  for (;;) {
    const page = file.eventsAfter(after, PAGE);
    for (const run of runsOf(page)) await copyRun(store, run);
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.position;
    onCopied(page.length);
  }
}
