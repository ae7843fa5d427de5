import { traced, type Watch } from '../telemetry/tracing';
import type { CommandContext, Handled } from './handler';

/** Handles a command of a category of streams, and records how long it took from its coming to its answer. */
export const tracedCommand = <Event, Rejection>(
  watch: Watch,
  category: string,
  { trace }: CommandContext,
  handle: () => Promise<Handled<Event, Rejection>>,
): Promise<Handled<Event, Rejection>> =>
  traced(
    watch,
    {
      name: 'command decided',
      traces: [trace],
      fields: { category },
      told: (handled) => ({
        outcome: handled.outcome,
        ...(handled.outcome === 'done' && { count: handled.repeated ? 0 : handled.events.length }),
      }),
    },
    handle,
  );
