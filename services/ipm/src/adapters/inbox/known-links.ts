import type { EventStore } from '@flow/platform/event-store/event-store';
import type { Clock } from '@flow/platform/time/clock';
import { londonDateOf } from '@flow/platform/time/london';
import type { LinkState } from '../../application/link-state';
import { lastReceived, type LastReceived } from './last-received';

interface Deps {
  readonly store: Pick<EventStore, 'read'>;
  readonly clock: Clock;
  readonly states: () => readonly LinkState[];
}

/**
 * The links, with what the inbox held of them already when this instance first looked: what an earlier life of it stored and
 * did not come to is unsettled, also before anybody has taken it up again.
 */
export function knownLinks({ store, clock, states }: Deps): () => Promise<readonly LinkState[]> {
  const before = new Map<string, Promise<LastReceived>>();

  function receivedBefore(partner: string): Promise<LastReceived> {
    const known = before.get(partner);
    if (known) return known;
    const looking = lastReceived(store, partner, londonDateOf(clock.now()));
    before.set(partner, looking);
    // Whoever asked is told; the next looks again.
    looking.catch(() => before.delete(partner));
    return looking;
  }

  return async () => Promise.all(states().map(async (link) => ({ ...(await receivedBefore(link.partner)), ...link })));
}
