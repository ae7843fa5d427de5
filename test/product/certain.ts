import { isDeepStrictEqual } from 'node:util';

/** Asks until there is an answer, and fails by name when none comes within the limit. */
export async function certain<T>(
  what: string,
  withinMs: number,
  ask: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > until) throw new Error(`Not within ${withinMs} ms: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** What jest makes and what Node makes are of different kinds to Node, also where they say the same: copies are of one kind. */
const isSame = (one: unknown, other: unknown): boolean =>
  isDeepStrictEqual(structuredClone(one), structuredClone(other));

/** Asks until the answer is this; what it was last, when that takes longer. Boards follow a moment behind what is written. */
export async function becoming<T>(wanted: T, withinMs: number, ask: () => Promise<T>): Promise<T> {
  let last: T | undefined;
  const isSo = async (): Promise<true | undefined> => {
    last = await ask();
    return isSame(last, wanted) ? true : undefined;
  };
  return certain('it is as it should be', withinMs, isSo).then(
    () => wanted,
    () => last ?? ask(),
  );
}
