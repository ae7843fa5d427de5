import type { EventStore } from '../event-store/event-store';

/** The number of the last book that exists, 1 when none does. Asks about few: their number grows with the years. */
export async function latestBook(store: EventStore, streamOf: (book: number) => string): Promise<number> {
  const exists = async (book: number): Promise<boolean> => (await store.read(streamOf(book), { limit: 1 })).exists;
  let there = 1;
  while (await exists(there * 2)) there *= 2;
  let missing = there * 2;
  while (missing - there > 1) {
    const middle = Math.floor((there + missing) / 2);
    if (await exists(middle)) there = middle;
    else missing = middle;
  }
  return there;
}
