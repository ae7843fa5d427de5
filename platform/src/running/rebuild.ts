import type { Checkpoint } from './generations';
import { foldInto, type Folding } from './fold';
import { pause } from './pause';
import { persistently } from './persistently';
import type { RebuildProgress } from './running';

/** After a hint that there is nothing more, so long without another event means it: the rest is hidden or deleted. */
const QUIET_MS = 1000;

export interface Rebuild extends Omit<Folding, 'apply' | 'onFolded'> {
  /** What applies events to that generation. */
  readonly open: (generation: number, signal: AbortSignal) => Promise<Folding['apply']>;
  readonly onProgress: (progress: RebuildProgress) => void;
  /** Called with the number of events once the new generation is shown. */
  readonly onShown: (events: number) => Promise<void>;
  /** How long what was shown before is kept for those who are reading it. */
  readonly graceMs: number;
}

/** Builds a new generation from the first event beside the one that is shown, shows it, and drops the old. */
export async function rebuildModel(rebuild: Rebuild): Promise<void> {
  const { generations, signal, onShown, graceMs } = rebuild;
  const isStopped = (): boolean => signal.aborted;
  await persistently(async () => generations.tidy(), rebuild);
  const generation = await persistently(async () => generations.reserve(), rebuild);
  const events = await build(rebuild, generation);
  if (isStopped()) return;
  await generations.show(generation);
  await onShown(events);
  await pause(graceMs, signal);
  if (!isStopped()) await persistently(async () => generations.tidy(), rebuild);
}

/** Until it stands where the live one stands. */
async function build(rebuild: Rebuild, generation: number): Promise<number> {
  const { generations, onProgress, open } = rebuild;
  const quiet = new AbortController();
  const signal = AbortSignal.any([rebuild.signal, quiet.signal]);
  const apply = await open(generation, rebuild.signal);
  let events = 0;
  let timer: NodeJS.Timeout | undefined;
  await foldInto(
    { generation, caughtUp: false },
    {
      ...rebuild,
      signal,
      apply,
      async onFolded(at, batch) {
        clearTimeout(timer);
        events = at.events;
        const live = await persistently(async () => generations.shown(), rebuild);
        onProgress({ done: events, ...(live && { total: Math.max(live.events, events) }) });
        if (isThere(at, live, batch.caughtUp)) return 'enough';
        if (batch.caughtUp) timer = setTimeout(() => quiet.abort(), QUIET_MS);
        return 'on';
      },
    },
  );
  clearTimeout(timer);
  return events;
}

function isThere(at: Checkpoint, live: Checkpoint | undefined, caughtUp: boolean): boolean {
  if (live?.position === undefined) return caughtUp;
  return at.position !== undefined && at.position >= live.position;
}
