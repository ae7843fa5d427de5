import { EngineUnavailable } from '@flow/platform/event-store/errors';
import type { EventStore } from '@flow/platform/event-store/event-store';

export interface MortalStore extends EventStore {
  /** Counts writes from now on, and does none from this one on; every one is done until then. */
  dieAt(write: number): void;
  readonly died: boolean;
}

/** A store that stops writing at a certain write, whatever it is: as when a process dies between two of them. */
export function mortalStore(store: EventStore): MortalStore {
  let left = Infinity;
  async function write<T>(work: () => Promise<T>): Promise<T> {
    left -= 1;
    if (left <= 0) throw new EngineUnavailable('a store of which the process died');
    return work();
  }
  return {
    dieAt(number) {
      left = number;
    },
    get died() {
      return left <= 0;
    },
    append: (...asked) => write(() => store.append(...asked)),
    deleteStream: (...asked) => write(() => store.deleteStream(...asked)),
    truncateBefore: (...asked) => write(() => store.truncateBefore(...asked)),
    setMaxCount: (...asked) => write(() => store.setMaxCount(...asked)),
    read: (...asked) => store.read(...asked),
    subscribe: (...asked) => store.subscribe(...asked),
    epoch: () => store.epoch(),
  };
}
