import type { EventStore } from '../event-store/event-store';
import type { Tracing } from '../telemetry/tracing';
import { neverBack, type Clock } from '../time/clock';
import type { Decider } from './decider';
import { DecisionQueue } from './decision-queue';
import type { EventCodec } from './event-codec';
import { foldStream, type Loaded } from './folded-stream';
import type { CommandContext, Handled } from './handler';
import { tracedCommand } from './traced-command';

export interface StreamHandlerOptions<Command, Event, State, Rejection> {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly decider: Decider<Command, Event, State, Rejection>;
  readonly codec: EventCodec<Event>;
  readonly tracing?: Tracing | undefined;
  /** How many streams are kept folded in memory; 2,000 unless given. */
  readonly mostKept?: number;
}

const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));

/** Commands against many small streams, each its own boundary. */
export interface StreamHandler<Command, Event, State, Rejection> {
  /**
   * Carries a command out once, however often it comes. Throws what the store throws: OutcomeUnknown (repeat it),
   * EngineUnavailable, AppendTooLarge; UnknownEventType when a newer version has written to the stream.
   */
  handle(stream: string, command: Command, context: CommandContext): Promise<Handled<Event, Rejection>>;
  load(stream: string): Promise<Loaded<State>>;
}

export function createStreamHandler<Command, Event, State, Rejection>(
  options: StreamHandlerOptions<Command, Event, State, Rejection>,
): StreamHandler<Command, Event, State, Rejection> {
  const { store, clock, decider, codec, mostKept = 2000 } = options;
  const recordedAt = neverBack(clock);
  // In the order of last use: the first is the one to be forgotten.
  const queues = new Map<string, DecisionQueue<Command, Event, State, Rejection>>();

  function queueOf(stream: string): DecisionQueue<Command, Event, State, Rejection> {
    const known = queues.get(stream);
    queues.delete(stream);
    const queue = known ?? newQueue(stream);
    queues.set(stream, queue);
    if (queues.size > mostKept) forgetOne();
    return queue;
  }

  function newQueue(stream: string): DecisionQueue<Command, Event, State, Rejection> {
    const folded = foldStream({ store, decider, codec, stream });
    const boundary = {
      async ready() {
        await folded.catchUp();
        return folded;
      },
    };
    return new DecisionQueue({ store, clock, recordedAt, decider, codec, boundary });
  }

  function forgetOne(): void {
    for (const [stream, queue] of queues) {
      if (!queue.idle()) continue;
      queues.delete(stream);
      return;
    }
  }

  return {
    handle: async (stream, command, context) =>
      tracedCommand(options, categoryOf(stream), context, () => queueOf(stream).handle(() => command, context)),
    async load(stream) {
      const { state, revision, position } = await queueOf(stream).load();
      return { state, revision, position };
    },
  };
}
