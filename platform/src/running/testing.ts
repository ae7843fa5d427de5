import { setTimeout as delay } from 'node:timers/promises';

const LIMIT_MS = 15_000;

/** Resolves when the signal fires. */
export const once = async (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** Asks again and again until it is so; throws after 15 s. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const start = performance.now();
  while (!(await isSo())) {
    if (performance.now() - start > LIMIT_MS) throw new Error('It has not become so.');
    await delay(5);
  }
}
