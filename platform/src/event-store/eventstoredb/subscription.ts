import { setTimeout as delay } from 'node:timers/promises';
import type { EventBatch, Position, RecordedEvent, SubscribeOptions } from '../event-store';
import type { Connection } from './connection';
import { batchesOf, createFlow } from './flow';
import { createHidden, metadataStreamsOf } from './hidden-events';

const DEFAULT_BATCH = 500;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5000;
/** Asked for anew when nothing at all came for so long, then for twice as long: some subscriptions stop without saying so. */
const FIRST_SILENCE_MS = 60_000;
const LONGEST_SILENCE_MS = 900_000;

export interface FollowOptions extends SubscribeOptions {
  readonly warn: (message: string, error: unknown) => void;
  /** For tests: the first silence that is taken for a loss. */
  readonly silenceMs?: number | undefined;
}

const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms * (0.5 + Math.random() / 2), undefined, { signal }).catch((): void => undefined);

interface Asked extends FollowOptions {
  readonly hides?: (event: RecordedEvent) => boolean;
}

/** One subscription from that position on, until it is lost: then told, and another client is taken. */
async function* subscribed(
  connection: Connection,
  { prefixes, after, maxBatch = DEFAULT_BATCH, warn, hides }: Asked,
  silenceMs: number,
  ending: AbortSignal,
): AsyncGenerator<EventBatch, void, undefined> {
  const { client, replaced } = connection.current();
  const flow = createFlow(hides);
  const leave = AbortSignal.any([ending, replaced]);
  const { end } = flow;
  leave.addEventListener('abort', end, { once: true });
  flow.begin(client.subscribe(prefixes, after, flow.listener));
  try {
    yield* batchesOf(flow, maxBatch, silenceMs);
    const over = flow.over();
    if (over === 'ended') return;
    // Where nothing is written for long, one is silent, and is asked for again as a matter of course.
    if (over === undefined) return;
    warn('A subscription was lost; it is asked for again.', over);
    connection.lost(client, over.why.kind === 'not-leader' ? over.why.leader : undefined);
  } finally {
    leave.removeEventListener('abort', end);
    end();
  }
}

/** First what was deleted or truncated since that position, then the events without those. */
async function* once(
  connection: Connection,
  options: FollowOptions,
  silenceMs: number,
  ending: AbortSignal,
): AsyncGenerator<EventBatch, void, undefined> {
  const hidden = createHidden();
  const entries = { ...options, prefixes: metadataStreamsOf(options.prefixes) };
  let whole = false;
  for await (const { events, caughtUp } of subscribed(connection, entries, silenceMs, ending)) {
    for (const entry of events) hidden.note(entry);
    whole = caughtUp;
    if (whole) break;
  }
  if (whole) yield* subscribed(connection, { ...options, hides: hidden.hides }, silenceMs, ending);
}

/** Follows, subscribing again from the last event that was taken after each loss, with back-off. Ends with the signal. */
export async function* follow(
  connection: Connection,
  options: FollowOptions,
): AsyncGenerator<EventBatch, void, undefined> {
  const { signal, silenceMs = FIRST_SILENCE_MS } = options;
  const ending = AbortSignal.any([signal, connection.closed]);
  let after: Position | undefined = options.after;
  let pauseMs = FIRST_PAUSE_MS;
  let patienceMs = silenceMs;
  while (!ending.aborted) {
    for await (const batch of once(connection, { ...options, after }, patienceMs, ending)) {
      const last = batch.events.at(-1);
      pauseMs = FIRST_PAUSE_MS;
      // An empty one may be all that a silent subscription says, each time that it is asked for.
      if (last) patienceMs = silenceMs;
      after = last?.position ?? after;
      yield batch;
    }
    await pause(pauseMs, ending);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    patienceMs = Math.min(patienceMs * 2, LONGEST_SILENCE_MS);
  }
}
