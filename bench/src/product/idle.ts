const FIRST_PAUSE_MS = 5;
const LAST_PAUSE_MS = 50;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The values of one metric, of all its labels. */
export const valuesOf = (text: string, name: string): readonly number[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .map((line) => Number(line.slice(line.lastIndexOf(' '))));

/** How many events all parts have taken; undefined while one of them, or the interface, has something in hand. */
function takenBy(metrics: string): number | undefined {
  if (valuesOf(metrics, 'ipm_messages_in_hand').some((count) => count > 0)) return undefined;
  if (valuesOf(metrics, 'followed_lag_ms').some((lag) => lag > 0)) return undefined;
  return valuesOf(metrics, 'followed_events_total').reduce((sum, value) => sum + value, 0);
}

/** Waits until every part has taken what was written: it is the same some moments later. */
export async function idle(readMetrics: () => Promise<string>, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs;
  let before: number | undefined;
  let same = 0;
  for (let ms = FIRST_PAUSE_MS; performance.now() < until; ms = Math.min(LAST_PAUSE_MS, ms * 2)) {
    const now = takenBy(await readMetrics());
    same = now !== undefined && now === before ? same + 1 : 0;
    if (same >= 3) return;
    before = now;
    await pause(ms);
  }
  throw new Error(`The product was not idle within ${withinMs} ms.`);
}
