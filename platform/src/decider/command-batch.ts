import type { NewEvent } from '../event-store/event-store';
import type { Instant } from '../time/instant';
import { commandMetadata } from './command-metadata';
import type { Decider } from './decider';
import type { EventCodec } from './event-codec';
import { eventId } from './event-id';
import type { Folded } from './folded-stream';
import type { CommandContext } from './handler';
import type { RecentCommand, RecentCommands } from './recent-commands';

/** At most so much in one append: half of what EventStoreDB takes, so that a batch never fails for its size. */
const MOST_EVENTS = 256;
const MOST_BYTES = 512 * 1024;

/** A command that waits to be decided. Undefined stands for one that has nothing to ask any more. */
export interface Asked<Command> {
  readonly command: Command | undefined;
  readonly context: CommandContext;
}

/** What is to be answered when the append of the batch has succeeded. */
export type Verdict<Event, Rejection> =
  | { readonly kind: 'accepted'; readonly events: readonly Event[]; readonly count: number }
  | { readonly kind: 'repeats'; readonly earlier: RecentCommand }
  | { readonly kind: 'same-batch'; readonly index: number }
  | { readonly kind: 'rejected'; readonly rejection: Rejection }
  | { readonly kind: 'key-reused' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface Batch<Event, Rejection> {
  /** One each for the first so many of those who asked; the others wait for the next batch. */
  readonly verdicts: readonly Verdict<Event, Rejection>[];
  readonly events: readonly Event[];
  readonly stored: readonly NewEvent[];
}

export interface Deciding<Command, Event, State, Rejection> {
  readonly decider: Decider<Command, Event, State, Rejection>;
  readonly codec: EventCodec<Event>;
  readonly recent: RecentCommands;
  /** The clock, for what has expired. */
  readonly now: Instant;
  /** Never going back within the process. */
  readonly recordedAt: Instant;
}

function storedEvents<Event>(
  { codec, recordedAt }: Pick<Deciding<never, Event, unknown, unknown>, 'codec' | 'recordedAt'>,
  stream: string,
  context: CommandContext,
  events: readonly Event[],
): NewEvent[] {
  const about = commandMetadata(context);
  return events.map((event, index) => {
    const { type, schemaVersion, data } = codec.encode(event);
    const metadata = { ...about, recordedAt, schemaVersion };
    return { id: eventId(stream, context.commandId, index), type, data, metadata };
  });
}

const bytesOf = (events: readonly NewEvent[]): number => Buffer.byteLength(JSON.stringify(events));

/** Decides one command after the other, each on the state that the ones before it leave. */
export function decideBatch<Command, Event, State, Rejection>(
  deciding: Deciding<Command, Event, State, Rejection>,
  folded: Folded<State>,
  asked: readonly Asked<Command>[],
): Batch<Event, Rejection> {
  const { decider, recent, now } = deciding;
  const verdicts: Verdict<Event, Rejection>[] = [];
  const events: Event[] = [];
  const stored: NewEvent[] = [];
  const inBatch = new Map<string, { readonly index: number; readonly inputHash: string }>();
  let { state } = folded;
  let bytes = 0;

  /** Undefined: it must be decided. */
  function withoutDeciding({ context }: Asked<Command>): Verdict<Event, Rejection> | undefined {
    const earlier = recent.find(context.commandId);
    const beside = inBatch.get(context.commandId);
    const first = earlier ?? beside;
    if (first && first.inputHash !== context.inputHash) return { kind: 'key-reused' };
    if (earlier) return { kind: 'repeats', earlier };
    if (beside) return { kind: 'same-batch', index: beside.index };
    return context.validUntil !== undefined && now > context.validUntil ? { kind: 'expired' } : undefined;
  }

  /** False when there is no room left for it in this batch. */
  function decide({ command, context }: Asked<Command>): boolean {
    const decision = command === undefined ? { accepted: true as const, events: [] } : decider.decide(command, state);
    if (!decision.accepted) {
      verdicts.push({ kind: 'rejected', rejection: decision.rejection });
      return true;
    }
    const more = storedEvents(deciding, folded.stream, context, decision.events);
    const size = bytesOf(more);
    if (stored.length > 0 && (stored.length + more.length > MOST_EVENTS || bytes + size > MOST_BYTES)) return false;
    state = decision.events.reduce((before, event) => decider.evolve(before, event), state);
    bytes += size;
    if (more.length > 0) inBatch.set(context.commandId, { index: verdicts.length, inputHash: context.inputHash });
    verdicts.push({ kind: 'accepted', events: decision.events, count: stored.length + more.length });
    events.push(...decision.events);
    stored.push(...more);
    return true;
  }

  for (const one of asked) {
    const known = withoutDeciding(one);
    if (known) {
      verdicts.push(known);
      continue;
    }
    try {
      if (!decide(one)) break;
    } catch (error) {
      verdicts.push({ kind: 'failed', error });
    }
  }
  return { verdicts, events, stored };
}
