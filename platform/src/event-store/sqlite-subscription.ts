import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { WakeUps } from '../engines/wake-ups';
import type { EventBatch, SubscribeOptions } from './event-store';
import { commitAndPrepareOf, position } from './position';
import type { Page } from './sqlite-reads';
import { mayMatch } from './stream-name';

const DEFAULT_BATCH = 500;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5000;

export interface Following {
  readonly readOn: (prefixes: readonly string[], after: number, limit: number) => Page;
  /** Woken with the categories of each commit. */
  readonly news: WakeUps;
  /** Told why a page could not be read, before it is tried again. */
  readonly warn: (message: string, error: unknown) => void;
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch((): void => undefined);

/** Catches up page by page, then waits for commits. The next page is read when the last was taken. Ends with the signal. */
export async function* follow(
  { readOn, news, warn }: Following,
  { prefixes, after, maxBatch = DEFAULT_BATCH, signal }: SubscribeOptions,
): AsyncGenerator<EventBatch, void, undefined> {
  let upTo = after === undefined ? 0 : Number(commitAndPrepareOf(position(after)).commit);
  let toldCaughtUp = false;
  let pauseMs = FIRST_PAUSE_MS;
  const nextPage = (): Page | undefined => {
    try {
      return readOn(prefixes, upTo, maxBatch);
    } catch (error) {
      warn('A page of a subscription could not be read; it is tried again.', error);
      return undefined;
    }
  };

  while (!signal.aborted) {
    const page = nextPage();
    if (!page) {
      await pause(pauseMs, signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      continue;
    }
    pauseMs = FIRST_PAUSE_MS;
    upTo = page.upTo;
    if (page.events.length > 0 || (page.last && !toldCaughtUp)) {
      toldCaughtUp = page.last;
      yield { events: page.events, caughtUp: page.last };
      await nextTurn();
    } else if (page.last) await news.wait((category) => mayMatch(category, prefixes), signal);
    else await nextTurn();
  }
}
