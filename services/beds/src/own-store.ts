import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';
import type { Following } from '@flow/platform/running/follow';
import { pause } from '@flow/platform/running/pause';
import { persistently } from '@flow/platform/running/persistently';
import type { Log } from '@flow/platform/telemetry/log';
import type { Clock } from '@flow/platform/time/clock';
import type { Instant } from '@flow/platform/time/instant';
import type { OwnState } from './application/live/completeness';

export interface OwnStoreDeps {
  readonly events: Pick<EventStore, 'read'>;
  readonly following: Pick<Following, 'readiness' | 'waitFor'>;
  /** The stream of the book's last event that was taken; undefined before the first. */
  readonly stream: () => string | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** How long the store may take to answer, and an event to be taken; 1 s unless given. */
  readonly patienceMs?: number;
}

const PATIENCE_MS = 1000;

/**
 * Whether this instance can know what is so: its store answers, and it has taken the last event there. A subscription that
 * waits for a store that is away looks like one to which nothing happens, so the store is asked.
 */
export function watchOwnStore(deps: OwnStoreDeps): () => Promise<OwnState> {
  let goodAt: Instant | null = null;
  return async () => {
    const at = deps.clock.now();
    const reasons = await faultsOf(deps);
    if (reasons.length === 0) goodAt = at;
    return { goodAt, reasons };
  };
}

async function faultsOf(deps: OwnStoreDeps): Promise<OwnState['reasons']> {
  const { following, patienceMs = PATIENCE_MS } = deps;
  const last = await lastOf(deps);
  if (last === 'no answer') return ['STORE_UNAVAILABLE'];
  if (!following.readiness().ready) return ['PROJECTION_BEHIND'];
  const taken = last === undefined || (await following.waitFor(last.position, patienceMs));
  return taken ? [] : ['PROJECTION_BEHIND'];
}

async function lastOf(deps: OwnStoreDeps): Promise<RecordedEvent | undefined | 'no answer'> {
  const { events, log, stream, patienceMs = PATIENCE_MS } = deps;
  const over = new AbortController();
  const read = () => events.read(stream() ?? 'occupancy-none', { direction: 'backwards', limit: 1 });
  const asked = persistently(read, { signal: over.signal, log }).then(
    (page) => page.events.at(0),
    // Said on the board; the store's own adapter logs it.
    () => 'no answer' as const,
  );
  try {
    return await Promise.race([asked, pause(patienceMs, over.signal).then(() => 'no answer' as const)]);
  } finally {
    over.abort();
  }
}
