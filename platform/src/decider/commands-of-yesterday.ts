import type { EventStore } from '../event-store/event-store';
import { epochMsOf, type Instant } from '../time/instant';
import { KEPT_MS, type RecentCommands } from './recent-commands';

const PAGE = 1000;

/** Notes the commands of the last day that lie in these streams, the latest stream first, and reads no further back than that. */
export async function noteYesterday(
  store: EventStore,
  streams: Iterable<string>,
  now: Instant,
  recent: RecentCommands,
): Promise<void> {
  const since = epochMsOf(now) - KEPT_MS;
  for (const stream of streams) {
    if (await noteSince(store, stream, since, recent)) return;
  }
}

/** True when the stream reaches back further. */
async function noteSince(store: EventStore, stream: string, since: number, recent: RecentCommands): Promise<boolean> {
  let from: number | undefined;
  for (;;) {
    const where = from === undefined ? {} : { from };
    const { events } = await store.read(stream, { ...where, direction: 'backwards', limit: PAGE });
    for (const event of events) recent.note(event);
    const oldest = events.at(-1);
    if (oldest === undefined || oldest.revision === 0) return false;
    if (epochMsOf(oldest.metadata.recordedAt) < since) return true;
    from = oldest.revision - 1;
  }
}
