import type { EventBatch, Position } from '../event-store/event-store';

/** What of a batch comes after that position: stores may give events again. Whether there was more stays as it was told. */
export const freshOf = ({ events, caughtUp }: EventBatch, at: Position | undefined): EventBatch => ({
  events: events.filter(({ position }) => at === undefined || position > at),
  caughtUp,
});
