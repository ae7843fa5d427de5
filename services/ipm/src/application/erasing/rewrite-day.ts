import { appendCertainly } from '@flow/platform/decider/append-certainly';
import { WrongExpectedRevision } from '@flow/platform/event-store/errors';
import type { EventStore, NewEvent, RecordedEvent } from '@flow/platform/event-store/event-store';
import { certainly } from '@flow/platform/running/certainly';
import type { Clock } from '@flow/platform/time/clock';
import type { InboxEvent } from '../../domain/inbox/inbox-event';

export interface RewriteDeps {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly decode: (event: RecordedEvent) => InboxEvent | undefined;
}

const PAGE = 500;
/** Below the store's limit of an append, with room for what an engine adds to each event. */
const MOST_BYTES = 900 * 1024;
const MOST_AT_ONCE = 200;
const MOST_TRIES = 50;

/** The last place of each event of the stream, and of the last that is to go. */
interface Day {
  readonly places: ReadonlyMap<string, number>;
  readonly lastErased: number;
}

/**
 * Writes a day of the inbox anew without some messages, and loses none of the others wherever it is cut short: what is kept
 * and stands before the last that goes is written again behind everything, and only then are all up to that one dropped.
 * Begun again, it copies what has no copy yet. Gives those that went, before they do.
 */
export async function rewriteDay(
  deps: RewriteDeps,
  stream: string,
  isErased: (messageId: string) => boolean,
  beforeGone: (entries: readonly InboxEvent[]) => Promise<void>,
): Promise<void> {
  const gone: InboxEvent[] = [];
  const places = new Map<string, number>();
  let lastErased = -1;
  await eachPage(deps.store, stream, -1, (events) => {
    for (const event of events) {
      places.set(event.id, event.revision);
      const entry = deps.decode(event);
      if (entry === undefined || !isErased(entry.messageId)) continue;
      gone.push(entry);
      lastErased = event.revision;
    }
  });
  if (lastErased < 0) return;
  await copyKept(deps, stream, { places, lastErased }, isErased);
  await beforeGone(gone);
  await certainly(() => deps.store.truncateBefore(stream, lastErased + 1));
}

/** Reads a stream to its end, or up to before that revision. */
export async function eachPage(
  store: EventStore,
  stream: string,
  upTo: number,
  take: (events: readonly RecordedEvent[]) => void | Promise<void>,
): Promise<void> {
  for (let from = 0; ;) {
    const { events } = await store.read(stream, { from, limit: PAGE });
    await take(upTo < 0 ? events : events.filter(({ revision }) => revision < upTo));
    const last = events.at(-1);
    if (last === undefined || events.length < PAGE || (upTo >= 0 && last.revision >= upTo)) return;
    from = last.revision + 1;
  }
}

async function copyKept(
  deps: RewriteDeps,
  stream: string,
  { places, lastErased }: Day,
  isErased: (messageId: string) => boolean,
): Promise<void> {
  let end = Math.max(...places.values());
  await eachPage(deps.store, stream, lastErased, async (events) => {
    const kept = events.filter((event) => {
      const entry = deps.decode(event);
      return places.get(event.id) === event.revision && (entry === undefined || !isErased(entry.messageId));
    });
    for (const some of inAppends(kept)) end = await appendLast(deps, stream, end, some);
  });
}

/** Frames may come in the meantime: it goes behind them. */
async function appendLast(
  deps: RewriteDeps,
  stream: string,
  end: number,
  events: readonly NewEvent[],
): Promise<number> {
  for (let expected = end, tries = 1; ; tries += 1) {
    try {
      return (await appendCertainly(deps, stream, expected, events)).revision;
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision) || tries === MOST_TRIES) throw error;
      if (typeof error.actual === 'number') expected = error.actual;
      else expected = (await deps.store.read(stream, { direction: 'backwards', limit: 1 })).events[0]?.revision ?? -1;
    }
  }
}

function inAppends(events: readonly RecordedEvent[]): readonly (readonly NewEvent[])[] {
  const appends: NewEvent[][] = [];
  let room = 0;
  for (const { id, type, data, metadata } of events) {
    const bytes = Buffer.byteLength(JSON.stringify([data, metadata])) + 256;
    const last = appends.at(-1);
    if (last === undefined || bytes > room || last.length === MOST_AT_ONCE) {
      appends.push([{ id, type, data, metadata }]);
      room = MOST_BYTES - bytes;
    } else {
      last.push({ id, type, data, metadata });
      room -= bytes;
    }
  }
  return appends;
}
