import { createHash } from 'node:crypto';
import type { Decider } from '../decider/decider';
import type { EventCodec } from '../decider/event-codec';
import type { CommandContext, Handled } from '../decider/handler';
import { createStreamHandler, type StreamHandler } from '../decider/stream-handler';
import type { Documents } from '../documents/documents';
import type { EventStore, RecordedEvent } from '../event-store/event-store';
import { derivedId } from '../ids/ids';
import type { Log } from '../telemetry/log';
import type { Metrics } from '../telemetry/metrics';
import type { Clock } from '../time/clock';
import { canonicalJson } from '../values/canonical-json';
import { followingMetrics } from './following-metrics';
import { freshOf } from './fresh';
import { keepPosition } from './kept-position';
import { underLease } from './lease';
import { pause } from './pause';
import { backOffMs, persistently, Stopped } from './persistently';
import { startRun } from './run';
import type { Running } from './running';
import { steadyDocuments } from './steady-documents';

/** Something that a process asks for. Its id is the same for the same deed, so that asking twice does it once. */
export interface Effect {
  readonly id: string;
}

/** A process over several boundaries: a decider of its own, whose events say what it asked for and what came back. */
export interface ProcessDefinition<Command, Event, State, Rejection, E extends Effect> {
  readonly name: string;
  /** The streams that it follows. */
  readonly prefixes: readonly string[];
  readonly decider: Decider<Command, Event, State, Rejection>;
  readonly codec: EventCodec<Event>;
  /** The process that an event concerns, by its stream, and what it is told; undefined for nothing. */
  readonly react: (event: RecordedEvent) => { readonly stream: string; readonly command: Command } | undefined;
  /** What the process asked for and has no answer to. */
  readonly pending: (state: State) => readonly E[];
  /** Does it, safely twice, and gives what the process is told of it. What can be refused is such an answer, not a fault. */
  readonly perform: (effect: E, context: CommandContext) => Promise<Command>;
}

export interface ProcessManagerOptions<Command, Event, State, Rejection, E extends Effect> {
  readonly definition: ProcessDefinition<Command, Event, State, Rejection, E>;
  readonly store: EventStore;
  readonly documents: Documents;
  readonly clock: Clock;
  readonly instance: string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly ttlMs?: number;
}

/** The most that one event may set off, so that a process that never ends stops with a fault. */
const MOST_EFFECTS = 1000;

/**
 * Drives processes by the events that it follows, one after another, while this instance owns the lease. The position is stored
 * when everything that an event asked for was answered: after a crash it is told again, and what is still pending is done again.
 */
export function startProcessManager<Command, Event, State, Rejection, E extends Effect>(
  options: ProcessManagerOptions<Command, Event, State, Rejection, E>,
): Running {
  const { definition, documents, clock, instance, log, metrics, ttlMs } = options;
  const name = `process/${definition.name}`;
  return startRun(
    async (signal) =>
      underLease(
        { documents, name, instance, log, metrics, signal, clock, ...(ttlMs !== undefined && { ttlMs }) },
        async (owning) => drive(options, owning),
      ),
    { name, log },
  );
}

async function drive<Command, Event, State, Rejection, E extends Effect>(
  options: ProcessManagerOptions<Command, Event, State, Rejection, E>,
  signal: AbortSignal,
): Promise<void> {
  const { definition, store, clock, log, metrics } = options;
  const { name, prefixes, react } = definition;
  const steadying = { signal, log };
  const documents = steadyDocuments(options.documents, steadying);
  const kept = await persistently(async () => keepPosition(documents, store, `process/${name}`), steadying);
  const tell = followingMetrics({ metrics, clock, signal }, `process/${name}`);
  const processes = createStreamHandler<Command, Event, State, Rejection>({ store, clock, ...definition });
  let at = await persistently(async () => kept.read(), steadying);

  for await (const batch of store.subscribe({ prefixes, after: at, signal })) {
    const fresh = freshOf(batch, at);
    tell.received(fresh);
    for (const event of fresh.events) {
      const told = react(event);
      if (told) {
        const driven = { definition, processes, stream: told.stream, cause: event, steadying };
        // Told already where the key is used: another version may have made another command of this event.
        await answered(driven, told.command, contextOf(driven, event.id, told.command));
        await settle(driven);
      }
      at = event.position;
    }
    if (at !== undefined) await kept.write(at);
    tell.taken(fresh);
  }
}

interface Driven<Command, Event, State, Rejection, E extends Effect> {
  readonly definition: ProcessDefinition<Command, Event, State, Rejection, E>;
  readonly processes: StreamHandler<Command, Event, State, Rejection>;
  readonly stream: string;
  readonly cause: RecordedEvent;
  readonly steadying: { readonly signal: AbortSignal; readonly log: Log };
}

/**
 * Does what is pending until nothing is. Another instance may have done the same meanwhile, where this one was stopped and has
 * woken up: an answer that is not taken is then no fault, since what it answers is no longer pending.
 */
async function settle<Command, Event, State, Rejection, E extends Effect>(
  driven: Driven<Command, Event, State, Rejection, E>,
): Promise<void> {
  const { definition, steadying } = driven;
  for (let done = 0; done < MOST_EFFECTS; done += 1) {
    const [effect] = await pendingOf(driven);
    if (!effect) return;
    const context = contextOf(driven, effect.id, effect);
    const answer = await persistently(async () => definition.perform(effect, context), steadying);
    const handled = await answered(driven, answer, contextOf(driven, `${effect.id}/answer`, answer));
    if (handled.outcome !== 'done' && (await pendingOf(driven)).some(({ id }) => id === effect.id)) {
      throw new Error('A process does not take the answer to what it asks for.');
    }
  }
  throw new Error('A process asks for more and more.');
}

/** Throws Stopped once this instance is not to do it any more. */
async function pendingOf<Command, Event, State, Rejection, E extends Effect>({
  definition,
  processes,
  stream,
  steadying,
}: Driven<Command, Event, State, Rejection, E>): Promise<readonly E[]> {
  if (steadying.signal.aborted) throw new Stopped();
  const { state } = await persistently(async () => processes.load(stream), steadying);
  return definition.pending(state);
}

/** Told until it has been decided: the answer that was lost and the stream that is contended come again. */
async function answered<Command, Event, State, Rejection, E extends Effect>(
  { processes, stream, steadying }: Driven<Command, Event, State, Rejection, E>,
  command: Command,
  context: CommandContext,
): Promise<Handled<Event, Rejection>> {
  const { signal, log } = steadying;
  for (let attempt = 1; ; attempt += 1) {
    const handled = await persistently(async () => processes.handle(stream, command, context), steadying);
    if (handled.outcome === 'rejected') log.info('A process has refused what it was told.', { stream });
    if (handled.outcome !== 'contended') return handled;
    await pause(backOffMs(attempt), signal);
    if (signal.aborted) throw new Stopped();
  }
}

/** Of the event that it follows from: its origin is inherited along causation, its ids are the same at every repeat. */
function contextOf<Command, Event, State, Rejection, E extends Effect>(
  { definition, stream, cause }: Driven<Command, Event, State, Rejection, E>,
  step: string,
  input: unknown,
): CommandContext {
  const { correlationId, origin, entryMode, partner, trace } = cause.metadata;
  return {
    commandId: derivedId(definition.name, stream, step),
    inputHash: createHash('sha256').update(canonicalJson(input)).digest('hex'),
    correlationId,
    causationId: cause.id,
    actor: { user: definition.name, role: 'service' },
    origin,
    entryMode,
    ...(partner !== undefined && { partner }),
    ...(trace !== undefined && { trace }),
  };
}
