import type { EventStore } from '@flow/platform/event-store/event-store';
import { compared, type Contender } from '../harness/contender';
import { processorUs } from '../harness/processor';
import { EVENTS_A_STREAM, filledStream } from './fill-store';
import { rawReplay } from './raw-sqlite';
import { sampleOf } from './sample-events';

export const OURS = 'the event store';
export const RAW = 'SQLite read alone';

/** Loads streams of twenty events, as whoever decides does. */
export function streamLoads(
  name: string,
  store: EventStore,
  { category, streams, loads }: { readonly category: string; readonly streams: number; readonly loads: number },
): Contender {
  const load = async (number: number) => store.read(filledStream(category, number % streams), { limit: 4096 });
  return {
    name,
    async check() {
      const { events } = await load(streams - 1);
      return compared(
        events.map(({ data }) => data),
        Array.from({ length: EVENTS_A_STREAM }, (_, index) => sampleOf((streams - 1) * EVENTS_A_STREAM + index).data),
      );
    },
    async round() {
      const latenciesMs: number[] = [];
      const started = performance.now();
      const { cpuUs } = await processorUs(async () => {
        for (let done = 0; done < loads; done += 1) {
          const from = performance.now();
          await load(done * 7919);
          latenciesMs.push(performance.now() - from);
        }
      });
      return { operations: loads, wallMs: performance.now() - started, cpuUs, latenciesMs };
    },
  };
}

/** What a read model of things would hold of each: how often it happened, and a sum that no order changes. */
class Model {
  private readonly things = new Map<unknown, { count: number; states: number }>();

  apply(thing: unknown, state: unknown): void {
    const held = this.things.get(thing);
    if (held) {
      held.count += 1;
      held.states += Number(state);
    } else this.things.set(thing, { count: 1, states: Number(state) });
  }

  /** A line that is another's when anything in it is another. */
  sum(): string {
    const all = [...this.things.values()];
    const events = all.reduce((sum, { count }) => sum + count, 0);
    const states = all.reduce((sum, { count, states: of }) => sum + count * of, 0);
    return `${this.things.size} things, ${events} events, ${states}`;
  }
}

interface Replayed {
  readonly events: number;
  readonly sum: string;
}

async function replayPort(store: EventStore, category: string): Promise<Replayed> {
  const model = new Model();
  const ending = new AbortController();
  let count = 0;
  for await (const { events, caughtUp } of store.subscribe({ prefixes: [`${category}-`], signal: ending.signal })) {
    for (const { data } of events) model.apply(data['thing'], data['state']);
    count += events.length;
    if (caughtUp) ending.abort();
  }
  return { events: count, sum: model.sum() };
}

function replayRaw(file: string, category: string): Replayed {
  const model = new Model();
  let events = 0;
  rawReplay(file, category, (text) => {
    const data = JSON.parse(text) as { readonly thing: string; readonly state: number };
    model.apply(data.thing, data.state);
    events += 1;
  });
  return { events, sum: model.sum() };
}

function replays(name: string, wanted: Replayed, work: () => Promise<Replayed> | Replayed): Contender {
  return {
    name,
    check: async () => compared([await work()], [wanted]),
    async round() {
      const started = performance.now();
      const { result, cpuUs } = await processorUs(work);
      return { operations: result.events, wallMs: performance.now() - started, cpuUs };
    },
  };
}

/** Everything from the first event on, folded: by the port, and by a bare read of its file where it has one. */
export function replayContenders(
  store: EventStore,
  { category, events, file }: { readonly category: string; readonly events: number; readonly file: string | undefined },
): readonly Contender[] {
  const model = new Model();
  for (let number = 0; number < events; number += 1) {
    const { data } = sampleOf(number);
    model.apply(data['thing'], data['state']);
  }
  const wanted = { events, sum: model.sum() };
  const ours = replays(OURS, wanted, () => replayPort(store, category));
  if (file === undefined) return [ours];
  return [ours, replays(RAW, wanted, () => replayRaw(file, category))];
}
