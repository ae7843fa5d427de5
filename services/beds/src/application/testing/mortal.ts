import type { EventStore } from '@flow/platform/event-store/event-store';

/** The process is gone. */
export class Crash extends Error {}

export type Moment = 'before' | 'after';

/** Dies at the append with this number, before it or when it is durable and nobody has been told; Infinity: never. */
export function mortal(
  store: EventStore,
  diesAt: number,
  moment: Moment = 'before',
): EventStore & { appends(): number } {
  let appends = 0;
  return {
    append: async (...args) => {
      appends += 1;
      const isLast = appends === diesAt && moment === 'after';
      if (appends >= diesAt && !isLast) throw new Crash('Killed.');
      const appended = await store.append(...args);
      if (isLast) throw new Crash('Killed.');
      return appended;
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
