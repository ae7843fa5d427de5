import type { EventBatch, EventStore, RecordedEvent } from '../event-store/event-store';
import type { Log } from '../telemetry/log';
import { freshOf } from './fresh';
import { SteppedBack, type Checkpoint, type Generations } from './generations';
import { persistently } from './persistently';

export interface Folding {
  readonly store: EventStore;
  readonly prefixes: readonly string[];
  readonly generations: Generations;
  readonly apply: (events: readonly RecordedEvent[]) => Promise<void>;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Told what of a batch is new to it. */
  readonly onReceived?: (batch: EventBatch) => void;
  /** Told each checkpoint once it is stored. */
  readonly onFolded: (checkpoint: Checkpoint, batch: EventBatch) => 'enough' | 'on' | Promise<'enough' | 'on'>;
}

/** A generation, and whether it is known to have been up to date once. */
export interface FoldedFrom {
  readonly generation: number;
  readonly caughtUp: boolean;
}

/**
 * Folds events into a generation from its checkpoint on, until the signal, `enough`, or the generation has gone. The checkpoint
 * is stored after the events were applied: what lies between them is applied again after a crash. Where the documents have
 * stepped back it goes on from where they stand.
 */
export async function foldInto(from: FoldedFrom, folding: Folding): Promise<void> {
  while ((await foldOnce(from, folding)) === 'stepped-back') {
    folding.log.warn('The documents of a read model stand earlier than they did; it goes on from there.');
  }
}

async function foldOnce(from: FoldedFrom, folding: Folding): Promise<'ended' | 'stepped-back'> {
  try {
    return await foldOn(from, folding);
  } catch (error) {
    if (error instanceof SteppedBack) return 'stepped-back';
    throw error;
  }
}

async function foldOn(
  { generation, caughtUp }: FoldedFrom,
  { store, prefixes, generations, apply, signal, log, onReceived, onFolded }: Folding,
): Promise<'ended' | 'stepped-back'> {
  const start = await persistently(async () => generations.resume(generation), { signal, log });
  if (!start) return 'ended';
  const applyHere = async (events: readonly RecordedEvent[]): Promise<void> => {
    await generations.confirm(generation);
    await apply(events);
  };
  let stored = start;
  let at: Checkpoint = { ...start, caughtUp };
  for await (const batch of store.subscribe({ prefixes, after: start.position, signal })) {
    const fresh = freshOf(batch, at.position);
    onReceived?.(fresh);
    // What came again is applied again: documents take it as they do after a crash.
    if (batch.events.length > 0) await persistently(async () => applyHere(batch.events), { signal, log });
    at = after(at, fresh);
    if (at.position !== stored.position || at.caughtUp !== stored.caughtUp) {
      const next = at;
      if (!(await persistently(async () => generations.reached(next), { signal, log }))) return 'stepped-back';
      stored = at;
    }
    if ((await onFolded(at, fresh)) === 'enough') return 'ended';
  }
  return 'ended';
}

const after = (at: Checkpoint, { events, caughtUp }: EventBatch): Checkpoint => ({
  generation: at.generation,
  position: events.at(-1)?.position ?? at.position,
  events: at.events + events.length,
  caughtUp: at.caughtUp || caughtUp,
});
