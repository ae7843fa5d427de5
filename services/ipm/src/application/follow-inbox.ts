import type { EventStore, Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import type { Predecessor } from '../domain/decode/fold-hour';
import { INBOX_PREFIX, type InboxEvent } from '../domain/inbox/inbox-event';
import type { InboxProgress } from './inbox-progress';
import type { LaneQueues } from './lane-queues';
import type { MessageLanes, Prepared } from './message-lanes';
import type { ReadMessage } from './read-message';
import type { Arrival, Arrivals, Registered } from './records';
import { untilDone, type Retrying } from './until-done';

export interface FollowInboxDeps extends Retrying {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly decode: (stored: RecordedEvent) => InboxEvent | undefined;
  readonly arrivals: Arrivals;
  readonly lanes: MessageLanes;
  readonly queues: Pick<LaneQueues, 'size'>;
  readonly progress: InboxProgress;
  /** Called when a message has joined its lanes. */
  readonly onTaken: (position: Position) => void;
  /** Called when something was seen or settled. */
  readonly onProgress: () => void;
}

interface Taking {
  /** By sender, the last message taken. */
  readonly last: Map<string, Predecessor>;
  readonly signal: AbortSignal;
}

/** No more messages than this wait in memory: the inbox keeps the rest. */
const MAX_IN_HAND = 2000;
/** So many are read and looked up together: a longer batch would hold up the replies to partners. */
const MOST_AT_ONCE = 100;
const PAUSE_MS = 20;
/** Senders whose last message is remembered. */
const MAX_SENDERS = 1000;

/**
 * Takes the inbox's entries in order into their lanes, from a position on, until the signal. What was not settled when
 * another did this before is done again: every step of it may be.
 */
export async function followInbox(
  deps: FollowInboxDeps,
  after: Position | undefined,
  signal: AbortSignal,
): Promise<void> {
  const taking = { last: new Map<string, Predecessor>(), signal };
  const following = deps.store.subscribe({ prefixes: [INBOX_PREFIX], after, signal, maxBatch: MOST_AT_ONCE });
  for await (const { events } of following) {
    await takeAll(deps, newEntries(deps, events), taking);
    while (deps.queues.size >= MAX_IN_HAND && !signal.aborted) await deps.wait(PAUSE_MS, signal);
    if (signal.aborted) return;
  }
}

interface Entry extends Arrival {
  readonly position: Position;
}

function newEntries({ decode, progress }: FollowInboxDeps, events: readonly RecordedEvent[]): readonly Entry[] {
  return events.flatMap((event) => {
    const { position, stream, revision } = event;
    const entry = decode(event);
    if (entry === undefined || !progress.begin(position, entry.partner, entry.receivedAt)) return [];
    return [{ position, entry, source: { stream, revision } }];
  });
}

/** What has come together is looked up together, and joins its lanes in the order in which it came. */
async function takeAll(deps: FollowInboxDeps, entries: readonly Entry[], taking: Taking): Promise<void> {
  if (entries.length === 0) return;
  const { lanes, progress, onProgress, onTaken } = deps;
  onProgress();
  const registered = await untilDone(deps, taking.signal, () => register(deps.arrivals, entries));
  if (registered === undefined) return;
  const read = entries.map((one) => ({ ...one, read: readAfter(lanes, one.entry, taking.last) }));
  const prepared = await untilDone(deps, taking.signal, () =>
    Promise.all(read.map(async (one) => ({ ...one, prepared: await prepare(deps, one, registered) }))),
  );
  for (const { position, entry, prepared: ready } of prepared ?? []) {
    onTaken(position);
    void lanes.start(ready).then(() => {
      progress.end(position, entry.partner);
      onProgress();
    });
  }
}

interface ReadEntry extends Entry {
  readonly read: ReadMessage;
}

/** What has no header has no control id, and is never the same as another. */
const UNREGISTERED: Registered = { collision: false };

const prepare = (
  { lanes }: FollowInboxDeps,
  { read, ...arrival }: ReadEntry,
  registered: ReadonlyMap<string, Registered>,
): Promise<Prepared> => lanes.prepare(arrival, registered.get(arrival.entry.messageId) ?? UNREGISTERED, read);

const register = (arrivals: Arrivals, entries: readonly Entry[]): Promise<ReadonlyMap<string, Registered>> =>
  arrivals.register(entries.flatMap(({ entry }) => (entry.type === 'frame-received.v1' ? [entry] : [])));

function readAfter(lanes: MessageLanes, entry: InboxEvent, last: Map<string, Predecessor>): ReadMessage {
  const sender = `${entry.partner}|${'sender' in entry ? entry.sender : ''}`;
  const read = lanes.read(entry, last.get(sender));
  if (read.after) remember(last, sender, read.after);
  return read;
}

function remember(last: Map<string, Predecessor>, sender: string, predecessor: Predecessor): void {
  last.delete(sender);
  last.set(sender, predecessor);
  for (const oldest of last.keys()) {
    if (last.size <= MAX_SENDERS) return;
    last.delete(oldest);
  }
}
