import type { Documents } from '../documents/documents';
import type { Checkpoint, Generations } from './generations';
import { createMark, type Mark } from './mark';
import { createNudge } from './pause';
import { persistently } from './persistently';
import type { Log } from '../telemetry/log';
import { watchLease } from './lease';

/** A generation as this instance has it open. */
export interface Shown<Model> {
  readonly generation: number;
  readonly model: Model;
  /** Fires when another generation is shown. */
  readonly left: AbortSignal;
}

/** What this instance shows, by the pointer and the checkpoint in the documents, whoever writes them. */
export interface ShownModel<Model> {
  current(): Shown<Model>;
  readonly mark: Mark;
  /** Whether it was up to date once since this instance began. */
  caughtUp(): boolean;
  /** Looks at the documents now. */
  look(): Promise<void>;
  /** Told by the owner of the lease what it has just stored, so that nobody here waits for the next look. */
  took(checkpoint: Checkpoint): void;
  /** Looks again and again until the signal, soon when somebody waits. */
  watch(signal: AbortSignal): Promise<void>;
}

export interface ShowingOptions<Model> {
  readonly documents: Documents;
  readonly generations: Generations;
  readonly lease: string;
  readonly open: (generation: number) => Promise<Model>;
  readonly watchMs: number;
  readonly signal: AbortSignal;
  readonly log: Log;
}

const SOON_MS = 40;

export async function showModel<Model>(options: ShowingOptions<Model>): Promise<ShownModel<Model>> {
  const { documents, generations, open, watchMs, signal: stopping, log } = options;
  const ownerLives = await watchLease(documents, options.lease);
  const news = createNudge();
  const mark = createMark(undefined, () => news.nudge());
  let caughtUp = false;
  let leave = new AbortController();

  async function opened(generation: number): Promise<Shown<Model>> {
    const model = await open(generation);
    leave.abort();
    leave = new AbortController();
    return { generation, model, left: leave.signal };
  }
  function take({ generation, position }: Checkpoint): void {
    if (generation !== shown.generation || position === undefined) return;
    const at = mark.at();
    if (at === undefined || position > at) mark.moveTo(position);
  }
  async function lookOnce(): Promise<void> {
    const found = await generations.shown();
    if (!found) return;
    if (found.generation > shown.generation) {
      shown = await opened(found.generation);
      mark.moveTo(found.position);
    } else take(found);
    // What stands there may be of yesterday: it counts once its owner is seen to be alive.
    if (!caughtUp && found.caughtUp) caughtUp = await ownerLives();
  }

  const first = await persistently(async () => generations.shown(), { signal: stopping, log });
  if (!first) throw new Error('No generation of a read model is shown.');
  let shown = await opened(first.generation);
  mark.moveTo(first.position);
  let looking = Promise.resolve();
  const look = async (): Promise<void> => {
    looking = looking.catch(() => undefined).then(async () => persistently(lookOnce, { signal: stopping, log }));
    return looking;
  };

  return {
    current: () => shown,
    mark,
    caughtUp: () => caughtUp,
    look,
    took(checkpoint) {
      take(checkpoint);
      if (checkpoint.generation === shown.generation) caughtUp ||= checkpoint.caughtUp;
    },
    async watch(signal) {
      while (!signal.aborted) {
        await look();
        await news.pause(mark.waiting() > 0 ? SOON_MS : watchMs, signal);
      }
    },
  };
}
