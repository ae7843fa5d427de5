import type { InboxMark } from './inbox-progress';
import type { Retrying } from './until-done';

/** How far the inbox was taken, kept for the next who takes it and for instances that do not. */
export interface IntakeMarks {
  load(): Promise<InboxMark>;
  /** Puts it in the place of whatever stands there. From here on that is this taker's. */
  take(taker: string, mark: InboxMark): Promise<void>;
  /** False, with nothing written, where what stands there is another taker's. */
  save(taker: string, mark: InboxMark): Promise<boolean>;
  isOf(taker: string): Promise<boolean>;
}

interface Keeping extends Retrying {
  readonly marks: IntakeMarks;
}

interface Kept {
  /** Another for each time that the inbox is taken. */
  readonly taker: string;
  readonly progress: InboxMark;
  readonly signal: AbortSignal;
}

const MARK_EVERY_MS = 1000;

/**
 * Writes down how far it has come until the signal, where that has changed or another's stands there: for a moment two may take
 * the inbox, and it is whoever goes on that puts its own back.
 */
export async function keepMarks(keeping: Keeping, kept: Kept): Promise<void> {
  const { signal, progress } = kept;
  // By what it says: what a clock that was set back makes it forget is written down as well.
  const said = () => JSON.stringify([progress.settledTo, progress.partners]);
  for (let saved: string | undefined; !signal.aborted;) {
    const now = said();
    if (await isKept(keeping, kept, now !== saved)) saved = now;
    await keeping.wait(MARK_EVERY_MS, signal);
  }
}

/** Once more at the end. Another who goes on has said more already: what stands there is left as it is. */
export async function saveLastMark({ marks, onRetry }: Keeping, { taker, progress }: Kept): Promise<void> {
  await marks.save(taker, markOf(progress)).catch((because: unknown) => onRetry(because, 1));
}

/** Without it the next only does more again than it needs to. */
async function isKept({ marks, onRetry }: Keeping, kept: Kept, hasChanged: boolean): Promise<boolean> {
  const { taker, progress, signal } = kept;
  try {
    const isOurs = hasChanged ? await marks.save(taker, markOf(progress)) : await marks.isOf(taker);
    if (!isOurs && !signal.aborted) await marks.take(taker, markOf(progress));
    return true;
  } catch (because) {
    onRetry(because, 1);
    return false;
  }
}

const markOf = ({ settledTo, partners }: InboxMark): InboxMark => ({ settledTo, partners });
