import type { EventStore, Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import type { Predecessor } from '../domain/decode/fold-hour';
import { INBOX_PREFIX, type InboxEvent } from '../domain/inbox/inbox-event';
import type { InboxProgress } from './inbox-progress';
import { pauseAfter, type LaneQueues } from './lane-queues';
import type { MessageLanes } from './message-lanes';
import type { Arrivals, Registered } from './records';

export interface FollowInboxDeps {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly decode: (stored: RecordedEvent) => InboxEvent | undefined;
  readonly arrivals: Arrivals;
  readonly lanes: MessageLanes;
  readonly queues: Pick<LaneQueues, 'size'>;
  readonly progress: InboxProgress;
  /** Called when something was seen or settled. */
  readonly onProgress: () => void;
  /** Resolves when there is room, or at once when the signal fires. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onRetry: (because: unknown, attempts: number) => void;
}

interface Taking {
  /** By sender, the last message taken. */
  readonly last: Map<string, Predecessor>;
  readonly signal: AbortSignal;
}

/** No more messages than this wait in memory: the inbox keeps the rest. */
const MAX_IN_HAND = 2000;
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
  const last = new Map<string, Predecessor>();
  for await (const { events } of deps.store.subscribe({ prefixes: [INBOX_PREFIX], after, signal })) {
    for (const event of events) {
      const entry = deps.decode(event);
      if (entry !== undefined) await take(deps, event, entry, { last, signal });
      while (deps.queues.size >= MAX_IN_HAND && !signal.aborted) await deps.wait(PAUSE_MS, signal);
      if (signal.aborted) return;
    }
  }
}

async function take(deps: FollowInboxDeps, event: RecordedEvent, entry: InboxEvent, taking: Taking): Promise<void> {
  const { lanes, progress, onProgress } = deps;
  const { position, stream, revision } = event;
  if (!progress.begin(position, entry.partner, entry.receivedAt)) return;
  onProgress();
  const sender = senderOf(entry);
  const arrival = { entry, source: { stream, revision } };
  const prepared = await untilDone(deps, taking.signal, async () =>
    lanes.prepare(arrival, await register(deps.arrivals, entry), taking.last.get(sender)),
  );
  if (prepared === undefined) return;
  if (prepared.after) remember(taking.last, sender, prepared.after);
  void lanes.start(prepared).then(() => {
    progress.end(position, entry.partner);
    onProgress();
  });
}

/** Tries again, for ever, what a store did not answer: nobody may overtake. Undefined when the signal ended it. */
async function untilDone<Result>(
  { wait, onRetry }: FollowInboxDeps,
  signal: AbortSignal,
  attempt: () => Promise<Result>,
): Promise<Result | undefined> {
  for (let attempts = 1; !signal.aborted; attempts += 1) {
    try {
      return await attempt();
    } catch (because) {
      onRetry(because, attempts);
      await wait(pauseAfter(attempts), signal);
    }
  }
  return undefined;
}

const register = (arrivals: Arrivals, entry: InboxEvent): Promise<Registered> =>
  entry.type === 'frame-received.v1' ? arrivals.register(entry) : Promise.resolve({ collision: false });

const senderOf = (entry: InboxEvent): string => `${entry.partner}|${'sender' in entry ? entry.sender : ''}`;

function remember(last: Map<string, Predecessor>, sender: string, predecessor: Predecessor): void {
  last.delete(sender);
  last.set(sender, predecessor);
  for (const oldest of last.keys()) {
    if (last.size <= MAX_SENDERS) return;
    last.delete(oldest);
  }
}
