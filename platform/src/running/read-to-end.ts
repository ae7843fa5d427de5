import type { EventStore, RecordedEvent } from '../event-store/event-store';
import type { Clock } from '../time/clock';
import { Stopped } from './persistently';

/** After a hint that there is nothing more, so long without another event means it. */
const QUIET_MS = 500;

interface Reading {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly clock: Clock;
  readonly prefixes: readonly string[];
  readonly signal: AbortSignal;
}

/** Reads everything that is stored now; what comes while it reads may be given, too. Rejects with Stopped when the signal fires meanwhile. */
export async function readToEnd(
  { store, clock, prefixes, signal }: Reading,
  take: (event: RecordedEvent) => void,
): Promise<void> {
  const from = clock.now();
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let hinted = false;
  for await (const { events, caughtUp } of store.subscribe({
    prefixes,
    signal: AbortSignal.any([signal, over.signal]),
  })) {
    clearTimeout(timer);
    events.forEach(take);
    const last = events.at(-1);
    if (last !== undefined && last.metadata.recordedAt > from) break;
    hinted ||= caughtUp;
    // The hint may come early, and a batch after it without one: it is the quiet that ends this.
    if (hinted) timer = setTimeout(() => over.abort(), QUIET_MS);
  }
  clearTimeout(timer);
  if (signal.aborted) throw new Stopped();
}
