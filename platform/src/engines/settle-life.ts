import { WrongExpectedRevision } from '../event-store/errors';
import type { EventStore } from '../event-store/event-store';
import type { Log } from '../telemetry/log';
import type { Clock } from '../time/clock';
import type { PutBack } from './engines';
import type { KnownLife, KnownMarks, StoreName } from './known-marks';
import { beginLife, livesOf, type Life, type Lives } from './store-life';
import { isThere, lastMark, type Mark } from './store-marks';

export interface Settling {
  readonly events: EventStore;
  /** The same as `events` where it has no server of its own. */
  readonly inbox: EventStore;
  readonly known: KnownMarks;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Settled {
  readonly life: Life;
  /** Epochs whose documents nobody needs any more. */
  readonly before: readonly string[];
}

const PAGE = 500;

/** A mark that the documents know of this life is not in the store, or another stands in its place. */
async function hasLost(store: EventStore, newest: Mark | undefined): Promise<boolean> {
  return newest !== undefined && !(await isThere(store, newest));
}

/** When the last mark was written that the store and the documents both have; of the store's own, where they share none. */
async function commonUntil(store: EventStore, name: StoreName, known: KnownMarks): Promise<string | undefined> {
  for (let skip = 0; ; skip += PAGE) {
    const page = await known.latest(name, PAGE, skip);
    for (const mark of page) if (await isThere(store, mark)) return mark.at;
    if (page.length < PAGE) return (await lastMark(store))?.at;
  }
}

interface Loss {
  /** Epochs that the documents know and the store does not. */
  readonly lives: readonly string[];
  readonly events: boolean;
  readonly inbox: boolean;
}

/** Lives that the documents know and the store does not: lost, unless they were another store's from the first. */
const missingIn = (used: readonly KnownLife[], { now, before }: Lives): readonly KnownLife[] =>
  used.filter(({ epoch }) => epoch !== now.epoch && !before.includes(epoch));

type Looking = Pick<Settling, 'events' | 'inbox' | 'known'>;

/** Undefined where the stores have all that the documents know of them; `met`: the present life, as the documents know it. */
async function knownLoss(
  { events, inbox, known }: Looking,
  met: KnownLife,
  missing: readonly KnownLife[],
): Promise<Loss | undefined> {
  const lives = missing
    .filter(({ epoch, strangers }) => !met.strangers.includes(epoch) && !strangers.includes(met.epoch))
    .map(({ epoch }) => epoch);
  const eventsLost = lives.length > 0 || (await hasLost(events, await known.newest('events', met.epoch)));
  const inboxLost = inbox === events ? eventsLost : await hasLost(inbox, await known.newest('inbox', met.epoch));
  return eventsLost || inboxLost ? { lives, events: eventsLost, inbox: inboxLost } : undefined;
}

async function lossOf(settling: Settling, stored: Lives): Promise<Loss | undefined> {
  const { known, log } = settling;
  const { now } = stored;
  const used = await known.lives();
  const missing = missingIn(used, stored);
  const met = used.find(({ epoch }) => epoch === now.epoch);
  if (met !== undefined) return knownLoss(settling, met, missing);
  if (missing.length > 0 && now.putBack === undefined)
    log.warn('The document store was used with another event store. If this is not the one that is meant, stop now.');
  await known.noteLife({ epoch: now.epoch, strangers: missing.map(({ epoch }) => epoch) });
  return undefined;
}

/** Whether a start would notice by itself that the stores are an earlier copy. Leaves what the documents know as it is. */
export async function isKnownToLack(looking: Looking): Promise<boolean> {
  const stored = await livesOf(looking.events);
  const used = await looking.known.lives();
  const met = used.find(({ epoch }) => epoch === stored.now.epoch);
  return met !== undefined && (await knownLoss(looking, met, missingIn(used, stored))) !== undefined;
}

async function putBackOf({ events, inbox, known, clock }: Settling, lost: Loss): Promise<PutBack> {
  const noticedAt = clock.now();
  const eventsTo = lost.events ? await commonUntil(events, 'events', known) : noticedAt;
  const own = inbox === events ? eventsTo : await commonUntil(inbox, 'inbox', known);
  return {
    noticedAt,
    ...(eventsTo !== undefined && { eventsTo }),
    ...(lost.inbox && { inboxTo: own ?? noticedAt }),
  };
}

/**
 * Looks whether a store is an earlier copy of what the documents know, by a mark that it lost. If so, the events begin another
 * life, in which nothing counts that was known of the last: documents are kept by life. That is one append, which one of many
 * processes that start at once makes. Reads go to the leader, so that a follower that lags raises no alarm; documents that are
 * new, or older than the stores, know no mark that is missing.
 */
export async function settleLife(settling: Settling): Promise<Settled> {
  const { events, log } = settling;
  for (;;) {
    const lives = await livesOf(events);
    const loss = await lossOf(settling, lives);
    if (loss === undefined) return { life: lives.now, before: lives.before };
    const putBack = await putBackOf(settling, loss);
    try {
      await beginLife(events, lives.revision, { putBack, lost: loss.lives });
      log.warn('The event store was put back to an earlier copy: what is shown is built anew, and the gap is named.', {
        since: putBack.eventsTo,
      });
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision)) throw error;
    }
  }
}

/** Begins another life where whoever put the stores back says so: the documents were put back, too, and miss nothing. */
export async function declaredPutBack({
  events,
  inbox,
  clock,
}: Pick<Settling, 'events' | 'inbox' | 'clock'>): Promise<PutBack> {
  const noticedAt = clock.now();
  const [eventsTo, inboxTo] = [(await lastMark(events))?.at, (await lastMark(inbox))?.at];
  const putBack = { noticedAt, ...(eventsTo !== undefined && { eventsTo }), inboxTo: inboxTo ?? noticedAt };
  const { revision } = await livesOf(events);
  await beginLife(events, revision, { putBack });
  return putBack;
}
