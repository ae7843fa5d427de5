/** A seeded source of chance: the same seed gives the same hospital. Its whole state is one number, so that it can be kept. */
export interface Chance {
  /** From 0 up to but not including 1. */
  next(): number;
  /** A whole number from 0 up to but not including `below`. */
  below(limit: number): number;
  /** One of these. Throws RangeError when there is none. */
  pick<T>(choices: readonly T[]): T;
  /** One of these by weight. */
  weighted<T>(choices: readonly (readonly [T, number])[]): T;
  state(): number;
}

/** Mulberry32: 32 bits of state, good enough to choose surnames. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick(choices) {
      const chosen = choices[below(choices.length)];
      if (chosen === undefined) throw new RangeError('Nothing to pick from.');
      return chosen;
    },
    weighted(choices) {
      let left = next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [choice, weight] of choices) {
        left -= weight;
        if (left < 0) return choice;
      }
      throw new RangeError('No choice has any weight.');
    },
    state: () => state,
  };
}
