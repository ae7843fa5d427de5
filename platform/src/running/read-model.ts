import type { Documents } from '../documents/documents';
import type { EventStore, Position, RecordedEvent } from '../event-store/event-store';
import type { Log } from '../telemetry/log';
import type { Metrics } from '../telemetry/metrics';
import { systemClock, type Clock } from '../time/clock';
import { OperatorError } from '../values/operator-error';
import { foldInto } from './fold';
import { followingMetrics } from './following-metrics';
import { openGenerations, openingOf, type Generations } from './generations';
import { underLease } from './lease';
import { pause } from './pause';
import { persistently } from './persistently';
import { rebuildModel } from './rebuild';
import { noLongerThan, startRun, STOPPING_MS } from './run';
import type { Readiness, RebuildProgress, Running } from './running';
import { showModel, type ShownModel } from './shown-model';
import { steadyDocuments } from './steady-documents';

/** Documents folded from events: what a service answers questions from. */
export interface ReadModelDefinition<Model> {
  /** Letters, digits and dashes; the same for ever. */
  readonly name: string;
  /** Streams whose names begin with one of these. */
  readonly prefixes: readonly string[];
  /** Opens the collections, named by `named` alone, so that a rebuild fills others beside them. */
  readonly open: (documents: Documents, named: (collection: string) => string) => Promise<Model>;
  /**
   * Brings the documents up to date. Batches come again, in whole or in part: each document carries the revision or position it
   * stands at and refuses to step back. Throws UnknownEventType for an event of its own service that it does not know.
   */
  readonly apply: (model: Model, events: readonly RecordedEvent[]) => Promise<void>;
}

export interface ReadModelOptions<Model> {
  readonly definition: ReadModelDefinition<Model>;
  readonly store: EventStore;
  readonly documents: Documents;
  readonly instance: string;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly clock?: Clock;
  readonly timing?: ReadModelTiming;
}

export interface ReadModelTiming {
  /** How long an owner may be silent; 10 s unless given. */
  readonly ttlMs?: number;
  /** How often an instance looks which generation is shown; 500 ms unless given. */
  readonly watchMs?: number;
  /** How long a generation is kept after another took its place; 2 s unless given. */
  readonly graceMs?: number;
}

export interface RunningReadModel<Model> extends Running {
  /** The generation that is shown: ask anew for every question, since a rebuild puts another in its place. */
  current(): Model;
  /** The last event that all documents have; undefined until it was up to date once. */
  position(): Position | undefined;
  /** Whether it was up to date once since this instance began. Not ready before. */
  caughtUp(): boolean;
  /** True as soon as the documents have that event, false when they do not within the time. On every instance. */
  waitFor(position: Position, timeoutMs: number): Promise<boolean>;
  /** Builds all documents anew from the first event beside those that are shown, and shows them. Throws when it was stopped. */
  rebuild(onProgress: (progress: RebuildProgress) => void, signal?: AbortSignal): Promise<{ readonly events: number }>;
}

/** What the parts of one read model share. */
interface Parts<Model> extends ReadModelOptions<Model> {
  readonly clock: Clock;
  readonly generations: Generations;
  readonly showing: ShownModel<Model>;
  readonly open: (generation: number, signal: AbortSignal) => Promise<Model>;
  readonly graceMs: number;
}

const leaseOf = (name: string): string => `read-model/${name}`;
const rebuildLeaseOf = (name: string): string => `rebuild/${name}`;

/** Keeps the documents of a read model up to date while this instance owns its lease, and shows them in any case. */
export async function startReadModel<Model>(options: ReadModelOptions<Model>): Promise<RunningReadModel<Model>> {
  const { name } = options.definition;
  const stopping = new AbortController();
  const parts = await open(options, stopping.signal);
  const { showing, log } = parts;
  const ready = (): Readiness =>
    showing.caughtUp() ? { ready: true } : { ready: false, reason: 'A read model is still reading past events.' };
  const runs = [
    startRun(async (signal) => showing.watch(signal), { name: `watch/${name}`, log }),
    startRun(async (signal) => projecting(parts, signal), { name: leaseOf(name), log }),
  ];
  const tidying = startRun(async (signal) => tidyingUp(parts, signal), { name: rebuildLeaseOf(name), log });

  const rebuilds = new Set<Promise<unknown>>();
  return {
    current: () => showing.current().model,
    position: () => (showing.caughtUp() ? showing.mark.at() : undefined),
    caughtUp: () => showing.caughtUp(),
    waitFor: async (position, timeoutMs) => showing.mark.waitFor(position, timeoutMs),
    async rebuild(onProgress, signal) {
      const until = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
      const work = rebuilding(parts, onProgress, until);
      rebuilds.add(work);
      return work.finally(() => rebuilds.delete(work));
    },
    readiness: () => runs.map((run) => run.readiness()).find((told) => !told.ready) ?? ready(),
    async stop() {
      stopping.abort();
      showing.mark.close();
      await Promise.all([
        noLongerThan(STOPPING_MS, Promise.allSettled(rebuilds)),
        ...[...runs, tidying].map(async (run) => run.stop()),
      ]);
    },
  };
}

async function open<Model>(options: ReadModelOptions<Model>, signal: AbortSignal): Promise<Parts<Model>> {
  const { definition, store, log, clock = systemClock, timing = {} } = options;
  const { name } = definition;
  const steady = steadyDocuments(options.documents, { signal, log });
  const generations = await persistently(async () => openGenerations(steady, store, name), { signal, log });
  await persistently(async () => generations.ensure(), { signal, log });
  const openModel = async (generation: number, until: AbortSignal): Promise<Model> => {
    // A server that was lost for a moment may have lost what it had acknowledged last.
    const beforeAgain = async (): Promise<void> => generations.confirm(generation);
    const documents = steadyDocuments(options.documents, { signal: until, log, beforeAgain });
    const opening = openingOf({ documents, generations, name }, generation);
    return definition.open(opening.documents, opening.named);
  };
  const showing = await showModel({
    ...{ documents: steady, generations, lease: leaseOf(name), signal, log },
    open: async (generation) => openModel(generation, signal),
    watchMs: timing.watchMs ?? 500,
  });
  return { ...options, clock, generations, showing, open: openModel, graceMs: timing.graceMs ?? 2000 };
}

/** What both leases have in common. */
const leasing = <Model>({ documents, instance, log, metrics, clock, timing }: Parts<Model>) => ({
  ...{ documents, instance, log, metrics, clock },
  ...(timing?.ttlMs !== undefined && { ttlMs: timing.ttlMs }),
});

async function projecting<Model>(parts: Parts<Model>, signal: AbortSignal): Promise<void> {
  const { definition, metrics, clock, showing } = parts;
  await underLease({ ...leasing(parts), name: leaseOf(definition.name), signal }, async (owning) => {
    const tell = followingMetrics({ metrics, clock, signal: owning }, definition.name);
    while (!owning.aborted) {
      const { generation, model, left } = showing.current();
      await foldInto(
        { generation, caughtUp: showing.caughtUp() },
        {
          ...parts,
          prefixes: definition.prefixes,
          signal: AbortSignal.any([owning, left]),
          apply: async (events) => definition.apply(model, events),
          onReceived: (batch) => tell.received(batch),
          onFolded(checkpoint, batch) {
            showing.took(checkpoint);
            tell.taken(batch);
            return 'on';
          },
        },
      ).catch((error: unknown) => {
        if (!left.aborted) throw error;
      });
      await showing.look();
      if (showing.current().generation === generation) await pause(100, owning);
    }
  });
}

/** What a rebuild left that did not end goes at the next start, once nobody rebuilds. */
async function tidyingUp<Model>(parts: Parts<Model>, signal: AbortSignal): Promise<void> {
  const { definition, generations, log } = parts;
  await underLease({ ...leasing(parts), name: rebuildLeaseOf(definition.name), signal }, async (owning) =>
    persistently(async () => generations.tidy(), { signal: owning, log }),
  );
}

async function rebuilding<Model>(
  parts: Parts<Model>,
  onProgress: (progress: RebuildProgress) => void,
  signal: AbortSignal,
): Promise<{ readonly events: number }> {
  const { definition, showing } = parts;
  let events: number | undefined;
  await underLease({ ...leasing(parts), name: rebuildLeaseOf(definition.name), signal }, async (owning) => {
    // The lease was lost and came back after it was done.
    if (events !== undefined) return;
    await rebuildModel({
      ...parts,
      prefixes: definition.prefixes,
      signal: owning,
      onProgress,
      async open(generation, until) {
        const model = await parts.open(generation, until);
        return async (all) => definition.apply(model, all);
      },
      async onShown(built) {
        events = built;
        await showing.look();
      },
    });
  });
  if (events === undefined) throw new OperatorError('The rebuild was stopped: what is shown is as it was.');
  return { events };
}
