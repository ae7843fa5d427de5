import { WrongExpectedRevision } from '../event-store/errors';
import type { EventStore, Position } from '../event-store/event-store';
import { pause } from '../running/pause';
import { isTransient } from '../running/persistently';
import type { Log } from '../telemetry/log';
import type { Clock } from '../time/clock';
import { OperatorError } from '../values/operator-error';
import type { KnownMarks, StoreName } from './known-marks';
import { isThere, lastMark, writeMark, type PlacedMark } from './store-marks';

/** So often a process looks whether the store is still the one that it knows, and marks what it has written since. */
export const MARK_EVERY_MS = 10_000;
const LAST_MARK_WITHIN_MS = 2000;

export interface Marking {
  readonly name: StoreName;
  readonly store: EventStore;
  readonly epoch: string;
  /** What the event store says its life is. */
  readonly epochNow: () => Promise<string | undefined>;
  readonly known: KnownMarks;
  readonly clock: Clock;
  readonly log: Log;
  readonly everyMs: number;
}

export interface MarkedStore {
  readonly store: EventStore;
  /** Resolves, with what to tell the operator, when this process cannot go on: the store was put back under it. */
  readonly ended: Promise<OperatorError>;
  close(): Promise<void>;
}

/** Thrown on the way, to the one place that ends it. */
class PutBackUnderIt extends OperatorError {
  constructor() {
    super(
      'The event store was put back to an earlier copy while this process ran: it ends. Start it again: what is shown is built anew.',
    );
  }
}

function createRound({ name, store, epoch, epochNow, known, clock }: Marking) {
  let seen: PlacedMark | undefined;
  let written: Position | undefined;
  let unnoted: PlacedMark | undefined;
  let lastNoted: string | undefined;

  /** The last mark, after the one that was seen last was found to be there. */
  async function looked(): Promise<PlacedMark | undefined> {
    if ((await epochNow()) !== epoch || (seen && !(await isThere(store, seen)))) throw new PutBackUnderIt();
    seen = await lastMark(store);
    return seen;
  }

  async function noted(): Promise<void> {
    if (unnoted === undefined) return;
    await known.note(name, epoch, unnoted);
    lastNoted = unnoted.id;
    unnoted = undefined;
  }

  return {
    wrote(position: Position) {
      if (written === undefined || position > written) written = position;
    },
    /** Looks, and marks what this process wrote since the last mark, whoever made that. */
    async round(): Promise<void> {
      const last = await looked();
      await noted();
      const upTo = written;
      if (upTo === undefined) return;
      const isCovered = last !== undefined && last.position > upTo;
      seen = isCovered ? last : await writeMark(store, last, clock.now());
      // Also another's mark: whoever made it may have died before the documents knew of it.
      if (seen.id !== lastNoted) unnoted = seen;
      await noted();
    },
  };
}

/**
 * The same store, into which a mark is written now and then while this process writes to it. What was written within the last
 * round before a kill has none: a copy that lacks that alone is not noticed.
 */
export function markStore(marking: Marking): MarkedStore {
  const { store, log, everyMs } = marking;
  const marker = createRound(marking);
  const closing = new AbortController();

  async function tried(): Promise<OperatorError | undefined> {
    try {
      await marker.round();
    } catch (error) {
      if (error instanceof PutBackUnderIt) return error;
      // The next round asks again; another process may have marked first.
      if (!isTransient(error) && !(error instanceof WrongExpectedRevision))
        log.error('The event store could not be marked.', { error });
    }
    return undefined;
  }

  const ended = new Promise<OperatorError>((resolve) => {
    void (async () => {
      while (!closing.signal.aborted) {
        const end = await tried();
        if (end) {
          resolve(end);
          return;
        }
        await pause(everyMs, closing.signal);
      }
    })();
  });

  return {
    ended,
    store: {
      ...store,
      epoch: async () => Promise.resolve(marking.epoch),
      async append(...asked) {
        const appended = await store.append(...asked);
        marker.wrote(appended.position);
        return appended;
      },
    },
    async close() {
      closing.abort();
      const done = new AbortController();
      await Promise.race([tried(), pause(LAST_MARK_WITHIN_MS, done.signal)]);
      done.abort();
    },
  };
}
