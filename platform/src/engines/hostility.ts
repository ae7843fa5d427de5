import { OutcomeUnknown } from '../event-store/errors';

/** Makes an engine as awkward as its port allows, the same way for the same seed. */
export interface HostileOptions {
  readonly seed: number;
}

export interface Hostility {
  /** True about that often, 0 to 1. */
  readonly chance: (rate: number) => boolean;
  /** A whole number from 0, below the limit. */
  readonly below: (limit: number) => number;
  /** Does the work, but its answer may be lost: before it was done or after. Throws OutcomeUnknown then. */
  readonly losingAnswers: <T>(what: string, work: () => Promise<T>) => Promise<T>;
}

const LOST_BEFORE = 0.04;
const LOST_AFTER = 0.06;

/** Tommy Ettinger's mulberry32: 32 bits of state, enough to be awkward with. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function createHostility({ seed }: HostileOptions): Hostility {
  const next = mulberry32(seed);
  const chance = (rate: number): boolean => next() < rate;
  return {
    chance,
    below: (limit) => Math.floor(next() * limit),
    async losingAnswers(what, work) {
      if (chance(LOST_BEFORE)) throw new OutcomeUnknown(what);
      const result = await work();
      if (chance(LOST_AFTER)) throw new OutcomeUnknown(what);
      return result;
    },
  };
}
