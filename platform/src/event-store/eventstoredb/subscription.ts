import { setTimeout as delay } from 'node:timers/promises';
import type { EventBatch, Position, RecordedEvent, SubscribeOptions } from '../event-store';
import type { Subscribed } from './client';
import type { ClientFailure } from './client-failure';
import type { Connection } from './connection';

const DEFAULT_BATCH = 500;
/** So many events wait for a slow reader before the server is asked to wait. */
const MOST_WAITING = 2000;
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

/** One subscription, from its start to its loss. */
function createFlow() {
  let waiting: RecordedEvent[] = [];
  let subscribed: Subscribed | undefined;
  let live = false;
  let told = false;
  let over: ClientFailure | 'ended' | undefined;
  let wake = (): void => undefined;

  return {
    listener: {
      event(event: RecordedEvent) {
        waiting.push(event);
        if (waiting.length >= MOST_WAITING) subscribed?.pause();
        wake();
      },
      caughtUp() {
        live = true;
        told = false;
        wake();
      },
      alive: () => wake(),
      lost(error: ClientFailure) {
        over ??= error;
        wake();
      },
    },
    begin(by: Subscribed) {
      subscribed = by;
    },
    end: () => {
      over ??= 'ended';
      waiting = [];
      live = false;
      subscribed?.end();
      wake();
    },
    over: (): ClientFailure | 'ended' | undefined => over,
    /** What there is; undefined when there is nothing to say. */
    take(most: number): EventBatch | undefined {
      const events = waiting.slice(0, most);
      waiting = waiting.slice(most);
      if (waiting.length < MOST_WAITING / 2) subscribed?.resume();
      const caughtUp = live && waiting.length === 0;
      if (events.length === 0 && (!caughtUp || told)) return undefined;
      told = caughtUp;
      return { events, caughtUp };
    },
    /** Until there is more, or nothing came for that long: then false. */
    async more(ms: number): Promise<boolean> {
      return new Promise((resolve) => {
        const timer = setTimeout(() => resolve(false), ms);
        wake = () => {
          clearTimeout(timer);
          resolve(true);
        };
      });
    },
  };
}

type Flow = ReturnType<typeof createFlow>;

const pause = async (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms * (0.5 + Math.random() / 2), undefined, { signal }).catch((): void => undefined);

/** Batches of one flow, until it is over or silent. */
async function* batchesOf(flow: Flow, most: number, silenceMs: number): AsyncGenerator<EventBatch, void, undefined> {
  for (;;) {
    const batch = flow.take(most);
    if (batch) yield batch;
    else if (flow.over() !== undefined || !(await flow.more(silenceMs))) return;
  }
}

/** One subscription from that position on, until it is lost: then told, and another client is taken. */
async function* once(
  connection: Connection,
  { prefixes, after, maxBatch = DEFAULT_BATCH, warn }: FollowOptions,
  silenceMs: number,
  ending: AbortSignal,
): AsyncGenerator<EventBatch, void, undefined> {
  const { client, replaced } = connection.current();
  const flow = createFlow();
  const leave = AbortSignal.any([ending, replaced]);
  const { end } = flow;
  leave.addEventListener('abort', end, { once: true });
  flow.begin(client.subscribe(prefixes, after, flow.listener));
  try {
    yield* batchesOf(flow, maxBatch, silenceMs);
    const over = flow.over();
    if (over === 'ended') return;
    warn(
      over ? 'A subscription was lost; it is asked for again.' : 'A subscription is silent; it is asked for again.',
      over,
    );
    if (over) connection.lost(client, over.why.kind === 'not-leader' ? over.why.leader : undefined);
  } finally {
    leave.removeEventListener('abort', end);
    end();
  }
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
