import { OutcomeUnknown } from '../event-store/errors';
import type { Appended, EventStore, NewEvent } from '../event-store/event-store';
import type { Clock } from '../time/clock';

/** How long an append without an answer is repeated before those who wait are told so. */
const UNANSWERED_MS = 10_000;
const LONGEST_PAUSE_MS = 500;

export const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Repeats identically what had no answer: same ids, same expected revision. `revision` -1: the stream must not exist. */
export async function appendCertainly(
  { store, clock }: { readonly store: EventStore; readonly clock: Clock },
  stream: string,
  revision: number,
  events: readonly NewEvent[],
): Promise<Appended> {
  const since = clock.monotonicMs();
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await store.append(stream, revision < 0 ? 'no-stream' : revision, events);
    } catch (error) {
      if (!(error instanceof OutcomeUnknown) || clock.monotonicMs() - since > UNANSWERED_MS) throw error;
      await pause(waitMs);
    }
  }
}
