export interface Rate {
  readonly perSecond: number;
  readonly count: number;
}

/**
 * Begins each piece of work when it is due, whether or not those before it have ended, and hands it the moment at which it was
 * due: what waits behind something slow is counted as waiting. Resolves when all have ended.
 */
export async function openLoop({ perSecond, count }: Rate, work: (dueAt: number) => Promise<void>): Promise<void> {
  const started = performance.now();
  const begun: Promise<void>[] = [];
  while (begun.length < count) {
    const due = started + (begun.length * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    else if (begun.length % 64 === 63) await new Promise((resolve) => setImmediate(resolve));
    begun.push(work(due));
  }
  await Promise.all(begun);
}
