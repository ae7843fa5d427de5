import { certain } from './certain';

const QUIET_WITHIN_MS = 30_000;
const QUIET_FOR_MS = 250;

/** The values of one metric, of all its labels. */
const valuesOf = (text: string, name: string): readonly number[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .map((line) => Number(line.slice(line.lastIndexOf(' '))));

/** How many events the parts have taken; undefined while one of them has some in hand. */
async function takenBy(http: string): Promise<number | undefined> {
  const text = await (await fetch(`${http}/metrics`)).text();
  if (valuesOf(text, 'followed_lag_ms').some((lag) => lag > 0)) return undefined;
  return valuesOf(text, 'followed_events_total').reduce((sum, value) => sum + value, 0);
}

/** Waits until every part of the product has taken what was written: documents and boards come a moment after events. */
export async function quiet(http: string): Promise<void> {
  await certain('every part has taken what was written', QUIET_WITHIN_MS, async () => {
    const taken = await takenBy(http);
    if (taken === undefined) return undefined;
    await new Promise((resolve) => setTimeout(resolve, QUIET_FOR_MS));
    return (await takenBy(http)) === taken ? true : undefined;
  });
}
