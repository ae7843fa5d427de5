import type { OperatorError } from '../values/operator-error';
import type { Engines } from './engines';
import { markStore, type Marking } from './marking';
import { presentEpoch } from './store-life';
import { keepFewMarks } from './store-marks';

type Stores = Pick<Engines, 'events' | 'inbox'>;

export interface MarkedStores extends Stores {
  readonly ended: Promise<OperatorError>;
  close(): Promise<void>;
}

/** Both stores, each marked by itself; once where they are the same. */
export async function markStores(
  { events, inbox }: Stores,
  marking: Omit<Marking, 'name' | 'store' | 'epochNow'>,
): Promise<MarkedStores> {
  const epochNow = async (): Promise<string | undefined> => presentEpoch(events);
  for (const store of new Set([events, inbox])) await keepFewMarks(store);
  const markedEvents = markStore({ ...marking, name: 'events', store: events, epochNow });
  if (inbox === events) return { ...markedEvents, events: markedEvents.store, inbox: markedEvents.store };
  const markedInbox = markStore({ ...marking, name: 'inbox', store: inbox, epochNow });
  return {
    ...{ events: markedEvents.store, inbox: markedInbox.store },
    ended: Promise.race([markedEvents.ended, markedInbox.ended]),
    async close() {
      await Promise.all([markedEvents.close(), markedInbox.close()]);
    },
  };
}
