import { OutcomeUnknown } from '../event-store/errors';
import { pause } from './pause';
import { backOffMs, isTransient } from './persistently';

/** Some 15 s of pauses: longer than a server takes to hand over to another. */
const MOST_ATTEMPTS = 13;

/**
 * Does what is safe to do twice, and again with growing pauses while it has no answer. Once an attempt had none, that a later one
 * reached nobody says nothing of the first: it is repeated, too, and at the end OutcomeUnknown is thrown. Any other fault is
 * thrown as it is, and so is EngineUnavailable at the first attempt: then nothing was done.
 */
export async function certainly<T>(work: () => Promise<T>, wait = pausing): Promise<T> {
  let unknown: OutcomeUnknown | undefined;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof OutcomeUnknown) unknown = error;
      if (unknown === undefined || !isTransient(error)) throw error;
      if (attempt === MOST_ATTEMPTS) throw unknown;
      await wait(backOffMs(attempt));
    }
  }
}

const pausing = async (ms: number): Promise<void> => pause(ms, new AbortController().signal);
