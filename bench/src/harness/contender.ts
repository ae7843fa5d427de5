import type { Sample } from './statistics';

/** How much of what a contender gave was not what the oracle says. */
export interface Verdict {
  readonly wrong: number;
  readonly of: number;
  /** An example of what was wrong, without anything of a patient. */
  readonly such?: string | undefined;
}

/** One way of doing a job that others do beside it. */
export interface Contender {
  readonly name: string;
  /** What must be known to read its figures: not durable; in memory; through a stand-in. */
  readonly label?: string;
  /** Somebody else's program: that it is wrong is told, and fails no run. */
  readonly peer?: boolean;
  /** Does the job once and compares with the oracle. Nobody who is wrong is timed. */
  check(): Promise<Verdict>;
  /** Does the job for one round. */
  round(): Promise<Sample>;
}

/** Whether it was right, from what it gave and what the oracle says. */
export function compared<T>(given: readonly T[], wanted: readonly T[]): Verdict {
  const length = Math.max(given.length, wanted.length);
  let wrong = 0;
  for (let index = 0; index < length; index += 1) {
    if (JSON.stringify(given[index]) !== JSON.stringify(wanted[index])) wrong += 1;
  }
  return { wrong, of: length };
}
