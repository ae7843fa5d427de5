import type { EventStore } from '@flow/platform/event-store/event-store';

/** The process is gone. */
export class Crash extends Error {}

/** Dies before the append with this number; Infinity: never. */
export function mortal(store: EventStore, dieBefore: number): EventStore & { appends(): number } {
  let appends = 0;
  return {
    append: async (...args) => {
      appends += 1;
      if (appends >= dieBefore) throw new Crash('Killed.');
      return store.append(...args);
    },
    read: (...args) => store.read(...args),
    subscribe: (options) => store.subscribe(options),
    deleteStream: (...args) => store.deleteStream(...args),
    truncateBefore: (...args) => store.truncateBefore(...args),
    setMaxCount: (...args) => store.setMaxCount(...args),
    epoch: () => store.epoch(),
    appends: () => appends,
  };
}
