import type { EventBatch, RecordedEvent } from '../event-store';
import type { Subscribed } from './client';
import type { ClientFailure } from './client-failure';

/** So many events wait for a slow reader before the server is asked to wait. */
const MOST_WAITING = 2000;

/** What one subscription told and nobody took yet, from its start to its loss; without what is hidden. */
export function createFlow(hides: (event: RecordedEvent) => boolean = () => false) {
  let waiting: RecordedEvent[] = [];
  let subscribed: Subscribed | undefined;
  let live = false;
  let told = false;
  let over: ClientFailure | 'ended' | undefined;
  let wake = (): void => undefined;

  return {
    listener: {
      event(event: RecordedEvent) {
        // What was waiting may have been let go of: whoever goes on after this one would step over that.
        if (over !== undefined || hides(event)) return;
        waiting.push(event);
        if (waiting.length >= MOST_WAITING) subscribed?.pause();
        wake();
      },
      caughtUp() {
        if (over !== undefined) return;
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

export type Flow = ReturnType<typeof createFlow>;

/** Batches of one flow, until it is over or silent. */
export async function* batchesOf(
  flow: Flow,
  most: number,
  silenceMs: number,
): AsyncGenerator<EventBatch, void, undefined> {
  for (;;) {
    const batch = flow.take(most);
    if (batch) yield batch;
    else if (flow.over() !== undefined || !(await flow.more(silenceMs))) return;
  }
}
