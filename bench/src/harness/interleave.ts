import type { Contender, Verdict } from './contender';
import { summaryOf, type Sample, type Summary } from './statistics';

export interface Measured {
  readonly contender: Contender;
  readonly verdict: Verdict;
  /** Undefined of one that was wrong: it is not timed. */
  readonly summary: Summary | undefined;
}

export interface Interleaving {
  readonly rounds: number;
  readonly progress: (text: string) => void;
}

/**
 * Asks everybody for the right answer, then times those who gave it, by turns: what the machine does beside us falls on all of
 * them. Each round another begins. A first round of each warms up and is not counted.
 */
export async function interleave(
  contenders: readonly Contender[],
  { rounds, progress }: Interleaving,
): Promise<readonly Measured[]> {
  const verdicts = new Map<Contender, Verdict>();
  for (const contender of contenders) {
    progress(`${contender.name}: is it right?`);
    verdicts.set(contender, await contender.check());
  }
  const right = contenders.filter((contender) => verdicts.get(contender)?.wrong === 0);
  const samples = new Map<Contender, Sample[]>(right.map((contender) => [contender, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (let turn = 0; turn < right.length; turn += 1) {
      const contender = right[(turn + round) % right.length];
      if (contender === undefined) continue;
      progress(`${contender.name}: ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}`);
      const sample = await contender.round();
      if (round > 0) samples.get(contender)?.push(sample);
    }
  }
  return contenders.map((contender) => {
    const taken = samples.get(contender);
    return {
      contender,
      verdict: verdicts.get(contender) ?? { wrong: 0, of: 0 },
      summary: taken === undefined || taken.length === 0 ? undefined : summaryOf(taken),
    };
  });
}
