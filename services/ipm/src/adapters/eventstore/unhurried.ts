import type { EventBatch, EventStore, SubscribeOptions } from '@flow/platform/event-store/event-store';
import { pause } from '@flow/platform/running/pause';

const GATHER_MS = 100;

/**
 * A store that, once somebody has caught up with it, lets events gather for a moment before it gives more: most messages are
 * received, read and settled within it, and their story is written once instead of three times. The first is given at once.
 */
export function unhurried(store: EventStore): EventStore {
  async function* subscribe(options: SubscribeOptions): AsyncGenerator<EventBatch, void> {
    for await (const batch of store.subscribe(options)) {
      yield batch;
      if (batch.caughtUp) await pause(GATHER_MS, options.signal);
    }
  }

  return {
    append: (...asked) => store.append(...asked),
    read: (...asked) => store.read(...asked),
    subscribe,
    deleteStream: (...asked) => store.deleteStream(...asked),
    truncateBefore: (...asked) => store.truncateBefore(...asked),
    setMaxCount: (...asked) => store.setMaxCount(...asked),
    epoch: () => store.epoch(),
  };
}
