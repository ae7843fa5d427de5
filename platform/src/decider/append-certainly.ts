import { OutcomeUnknown } from '../event-store/errors';
import type { Appended, EventStore, NewEvent } from '../event-store/event-store';
import { isTransient } from '../running/persistently';
import type { Clock } from '../time/clock';

/** How long an append without an answer is repeated before those who wait are told so. */
const UNANSWERED_MS = 10_000;
const LONGEST_PAUSE_MS = 500;

export const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Repeats identically what had no answer: same ids, same expected revision. `revision` -1: the stream must not exist. Once an
 * attempt had no answer, that a later one reached nobody says nothing of the first: it is repeated, too, and at the end thrown as
 * OutcomeUnknown. What the store says of the stream (WrongExpectedRevision) says that none of them was written.
 */
export async function appendCertainly(
  { store, clock }: { readonly store: EventStore; readonly clock: Clock },
  stream: string,
  revision: number,
  events: readonly NewEvent[],
): Promise<Appended> {
  const since = clock.monotonicMs();
  let unknown: OutcomeUnknown | undefined;
  for (let waitMs = 5; ; waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await store.append(stream, revision < 0 ? 'no-stream' : revision, events);
    } catch (error) {
      if (error instanceof OutcomeUnknown) unknown = error;
      if (unknown === undefined || !isTransient(error)) throw error;
      if (clock.monotonicMs() - since > UNANSWERED_MS) throw unknown;
      await pause(waitMs);
    }
  }
}
