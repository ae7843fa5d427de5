import { EngineUnavailable } from '@flow/platform/event-store/errors';
import type { EventStore, NewEvent } from '@flow/platform/event-store/event-store';

type When = (stream: string, events: readonly NewEvent[]) => 'before' | 'after' | undefined;

/** A store that fails before it has written, or after, where it is told to: as a process does that dies there. */
export function failingStore(store: EventStore, when: When): EventStore {
  return {
    async append(stream, expected, events) {
      const failure = when(stream, events);
      if (failure === 'before') throw new EngineUnavailable(stream);
      const appended = await store.append(stream, expected, events);
      if (failure === 'after') throw new EngineUnavailable(stream);
      return appended;
    },
    read: (...asked) => store.read(...asked),
    subscribe: (...asked) => store.subscribe(...asked),
    deleteStream: (...asked) => store.deleteStream(...asked),
    truncateBefore: (...asked) => store.truncateBefore(...asked),
    setMaxCount: (...asked) => store.setMaxCount(...asked),
    epoch: () => store.epoch(),
  };
}
