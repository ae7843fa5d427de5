import type { EventBatch, EventStore, RecordedEvent } from '../event-store/event-store';
import type { Log } from '../telemetry/log';
import type { Checkpoint, Generations } from './generations';
import { persistently } from './persistently';

export interface Folding {
  readonly store: EventStore;
  readonly prefixes: readonly string[];
  readonly generations: Generations;
  readonly apply: (events: readonly RecordedEvent[]) => Promise<void>;
  readonly signal: AbortSignal;
  readonly log: Log;
  readonly onReceived?: (batch: EventBatch) => void;
  /** Told each checkpoint once it is stored. */
  readonly onFolded: (checkpoint: Checkpoint, batch: EventBatch) => 'enough' | 'on' | Promise<'enough' | 'on'>;
}

/**
 * Folds events into a generation from its checkpoint on, until the signal, `enough`, or the generation has gone. The checkpoint
 * is stored after the events were applied: what lies between them is applied again after a crash.
 */
export async function foldInto(
  { generation, caughtUp }: { readonly generation: number; readonly caughtUp: boolean },
  { store, prefixes, generations, apply, signal, log, onReceived, onFolded }: Folding,
): Promise<void> {
  const start = await persistently(async () => generations.checkpoint(generation), { signal, log });
  if (!start) return;
  let stored = start;
  let at: Checkpoint = { ...start, caughtUp };
  for await (const batch of store.subscribe({ prefixes, after: start.position, signal })) {
    onReceived?.(batch);
    if (batch.events.length > 0) await persistently(async () => apply(batch.events), { signal, log });
    at = after(at, batch);
    if (at.position !== stored.position || at.caughtUp !== stored.caughtUp) {
      const next = at;
      if (!(await persistently(async () => generations.reached(next), { signal, log }))) return;
      stored = at;
    }
    if ((await onFolded(at, batch)) === 'enough') return;
  }
}

/** Events that came again move nothing. */
function after(at: Checkpoint, { events, caughtUp }: EventBatch): Checkpoint {
  const before = at.position;
  const fresh = events.filter(({ position }) => before === undefined || position > before);
  return {
    generation: at.generation,
    position: fresh.at(-1)?.position ?? before,
    events: at.events + fresh.length,
    caughtUp: at.caughtUp || caughtUp,
  };
}
