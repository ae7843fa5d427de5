import type { HeldLanes } from '../closed-lanes';
import type { Intake } from '../intake';
import { eraseMessages, type EraseDeps, type Erased } from './erase-messages';
import type { ErasureAsked } from './find-messages';

export interface ErasingDeps extends EraseDeps {
  readonly intake: Pick<Intake, 'hold'>;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** The interface's part of an erasure. */
export interface Erasing {
  /**
   * Erases, and leaves the lanes of the numbers closed until `resume`, or for a minute, so that what comes meanwhile is told
   * when nobody has the number any more. Undefined: another instance takes the inbox.
   */
  erase(asked: ErasureAsked): Promise<Erased | undefined>;
  resume(erasureId: string): void;
}

const LONGEST_CLOSED_MS = 60_000;

export function createErasing(deps: ErasingDeps): Erasing {
  const running = new Map<string, Promise<Erased | undefined>>();
  const held = new Map<string, HeldLanes>();

  function resume(erasureId: string): void {
    held.get(erasureId)?.release();
    held.delete(erasureId);
  }

  async function erase(asked: ErasureAsked): Promise<Erased | undefined> {
    const { erasureId, numbers } = asked;
    resume(erasureId);
    const lanes = await deps.intake.hold(numbers);
    if (lanes === undefined) return undefined;
    held.set(erasureId, lanes);
    let erased: Erased = 'behind';
    try {
      erased = await eraseMessages(deps, asked, lanes);
    } finally {
      if (erased === 'behind') resume(erasureId);
      else void deps.wait(LONGEST_CLOSED_MS, lanes.signal).then(() => lanes.release());
    }
    return erased;
  }

  return {
    resume,
    erase(asked) {
      const { erasureId } = asked;
      const known = running.get(erasureId);
      if (known) return known;
      const work = erase(asked).finally(() => running.delete(erasureId));
      running.set(erasureId, work);
      return work;
    },
  };
}
