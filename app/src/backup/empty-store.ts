import type { EventStore } from '@flow/platform/event-store/event-store';
import { readToEnd } from '@flow/platform/running/read-to-end';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';

/** Every stream that is ours: the server's own begin with a dollar. */
const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz');
const ANSWERS_WITHIN_MS = 60_000;

/** Whether no event of ours was ever written that is still there. Throws OperatorError where the store does not answer. */
export async function isEmptyStore(store: EventStore): Promise<boolean> {
  const silence = AbortSignal.timeout(ANSWERS_WITHIN_MS);
  const found = new AbortController();
  const signal = AbortSignal.any([silence, found.signal]);
  try {
    await readToEnd({ store, clock: systemClock, prefixes: LETTERS, signal }, () => found.abort());
  } catch (error) {
    if (silence.aborted) throw new OperatorError('The event store does not answer.', { cause: error });
    if (!found.signal.aborted) throw error;
  }
  return !found.signal.aborted;
}
