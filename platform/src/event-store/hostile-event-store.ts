import type { Hostility } from '../engines/hostility';
import type { EventBatch, EventStore, Position, SubscribeOptions } from './event-store';

const AGAIN = 0.08;
const EARLY = 0.1;
const EMPTY = 0.05;
const STEPS_BACK = 20;

/** Positions that were seen, to begin again before where a subscriber wanted to go on. */
function createMemory() {
  const seen: Position[] = [];
  return {
    note(position: Position | undefined) {
      if (position === undefined) return;
      seen.push(position);
      if (seen.length > 200) seen.splice(0, 100);
    },
    before(position: Position, steps: number): Position {
      return (
        seen
          .filter((other) => other < position)
          .sort()
          .at(-steps) ?? position
      );
    },
  };
}

/** What follows a batch that was left: nothing, the same again in whole or in part, or an empty one. */
function* afterwards(batch: EventBatch, hostility: Hostility): Generator<EventBatch> {
  if (hostility.chance(EMPTY)) yield { events: [], caughtUp: hostility.chance(0.5) };
  if (!hostility.chance(AGAIN)) return;
  yield { events: batch.events.slice(hostility.below(batch.events.length + 1)), caughtUp: hostility.chance(0.5) };
}

/**
 * The store, as awkward as its port allows: answers are lost before and after the deed, batches come again (also after a
 * resume), `caughtUp` comes early, twice and with nothing.
 */
export function hostileEventStore<Store extends EventStore>(store: Store, hostility: Hostility): Store {
  const memory = createMemory();
  const lossy = hostility.losingAnswers;

  async function* subscribe(options: SubscribeOptions): AsyncGenerator<EventBatch, void, undefined> {
    const { after } = options;
    const from = after && hostility.chance(0.3) ? memory.before(after, 1 + hostility.below(STEPS_BACK)) : after;
    for await (const batch of store.subscribe({ ...options, after: from })) {
      memory.note(batch.events.at(-1)?.position);
      yield { events: batch.events, caughtUp: batch.caughtUp || hostility.chance(EARLY) };
      yield* afterwards(batch, hostility);
      if (options.signal.aborted) return;
    }
  }

  return {
    ...store,
    async append(stream, expected, events) {
      const appended = await lossy(`an append to ${stream}`, async () => store.append(stream, expected, events));
      memory.note(appended.position);
      return appended;
    },
    subscribe,
    deleteStream: async (stream, expected) =>
      lossy(`the deletion of ${stream}`, async () => store.deleteStream(stream, expected)),
    truncateBefore: async (stream, revision) =>
      lossy(`the truncation of ${stream}`, async () => store.truncateBefore(stream, revision)),
    setMaxCount: async (stream, count) => lossy(`the limit of ${stream}`, async () => store.setMaxCount(stream, count)),
  };
}
