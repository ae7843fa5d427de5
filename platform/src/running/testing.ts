import { setTimeout as delay } from 'node:timers/promises';
import type { EventStore, Position } from '../event-store/event-store';
import { certainly, sampleEvent } from '../event-store/testing';
import type { JsonObject } from '../values/json';

const LIMIT_MS = 45_000;

/** Resolves when the signal fires. */
export const once = async (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Asks again and again until it is so; throws after 45 s. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now();
  while (!(await isSo())) {
    if (performance.now() - start > LIMIT_MS) throw new Error('It has not become so.');
    await delay(5);
  }
}

/** Appends one event after another to any stream, for certain. Gives its position. */
export function createWriter(
  store: EventStore,
): (stream: string, data?: JsonObject, type?: string) => Promise<Position> {
  const last = new Map<string, number>();
  return async (stream, data = {}, type = 'thing-happened.v1') => {
    const event = sampleEvent(data, type);
    const { revision, position } = await certainly(async () =>
      store.append(stream, last.get(stream) ?? 'no-stream', [event]),
    );
    last.set(stream, revision);
    return position;
  };
}
