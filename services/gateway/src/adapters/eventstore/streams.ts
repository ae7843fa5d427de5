import { createStreamHandler } from '@flow/platform/decider/stream-handler';
import type { EventStore } from '@flow/platform/event-store/event-store';
import type { Clock } from '@flow/platform/time/clock';
import type { BreakGlasses } from '../../application/break-glass';
import type { ListedOpening } from '../../application/ports';
import { breakGlassDecider, isSettled } from '../../domain/break-glass';
import { breakGlassCodec } from './break-glass-codec';

export interface StoredBreakGlasses extends BreakGlasses {
  /** As the stream has it, when the documents may not yet. */
  openingNow(id: string): Promise<ListedOpening | undefined>;
}

/** Openings: `breakGlass-<id>`. */
export function storedBreakGlasses({ store, clock }: { store: EventStore; clock: Clock }): StoredBreakGlasses {
  const streams = createStreamHandler({ store, clock, decider: breakGlassDecider, codec: breakGlassCodec });
  return {
    handle: (id, command, context) => streams.handle(`breakGlass-${id}`, command, context),
    async openingNow(id) {
      const { state } = await streams.load(`breakGlass-${id}`);
      if (state === undefined) return undefined;
      const { opening, reviews } = state;
      return { _id: id, ...opening, reviews, status: isSettled(reviews) ? 'reviewed' : 'open' };
    },
  };
}
