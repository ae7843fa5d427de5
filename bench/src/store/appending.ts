import type { EventStore } from '@flow/platform/event-store/event-store';
import { join } from 'node:path';
import type { Bench } from '../harness/bench';
import type { Contender } from '../harness/contender';
import { compared } from '../harness/contender';
import { processorUs } from '../harness/processor';
import { rawStore } from './raw-sqlite';
import { samplesFrom } from './sample-events';

export interface Appending {
  /** Events of one append. */
  readonly batch: number;
  readonly appends: number;
  /** Appends on the way at one time, each to a stream of its own. */
  readonly atOnce: number;
}

let given = 0;
const take = (count: number) => {
  const from = given;
  given += count;
  return samplesFrom(from, count);
};
let streams = 0;

/** Appends through the port, each with the revision that it expects. */
export function portAppends(
  name: string,
  store: EventStore,
  { batch, appends, atOnce }: Appending,
  label?: string,
): Contender {
  const line = async (latenciesMs: number[]): Promise<void> => {
    const stream = `appended-${(streams += 1)}`;
    for (let done = 0; done < appends / atOnce; done += 1) {
      const events = take(batch);
      const from = performance.now();
      await store.append(stream, done === 0 ? 'no-stream' : done * batch - 1, events);
      latenciesMs.push(performance.now() - from);
    }
  };
  return {
    name,
    ...(label !== undefined && { label }),
    async check() {
      const stream = `appended-${(streams += 1)}`;
      const events = take(batch);
      await store.append(stream, 'no-stream', events);
      // The identical append again changes nothing.
      await store.append(stream, 'no-stream', events);
      const page = await store.read(stream, { limit: 4096 });
      return compared(
        page.events.map(({ id, revision, data }) => [id, revision, data]),
        events.map(({ id, data }, revision) => [id, revision, data]),
      );
    },
    async round() {
      const latenciesMs: number[] = [];
      const started = performance.now();
      const { cpuUs } = await processorUs(() => Promise.all(Array.from({ length: atOnce }, () => line(latenciesMs))));
      return { operations: appends, wallMs: performance.now() - started, cpuUs, latenciesMs };
    },
  };
}

/** The same rows into a bare table of the same engine, as durably. */
export function rawAppends(
  { folder }: Pick<Bench, 'folder'>,
  { batch, appends }: Appending,
): Contender & { close(): void } {
  const store = rawStore(join(folder, `raw-${batch}.db`));
  return {
    name: 'SQLite alone',
    label: 'one table and one unique index of the same engine, as durable, with nothing around it',
    check() {
      const before = store.count();
      store.append((streams += 1), 0, take(batch));
      return Promise.resolve(compared([store.count()], [before + batch]));
    },
    async round() {
      const latenciesMs: number[] = [];
      const stream = (streams += 1);
      const started = performance.now();
      const { cpuUs } = await processorUs(() => {
        for (let done = 0; done < appends; done += 1) {
          const events = take(batch);
          const from = performance.now();
          store.append(stream, done * batch, events);
          latenciesMs.push(performance.now() - from);
        }
      });
      return { operations: appends, wallMs: performance.now() - started, cpuUs, latenciesMs };
    },
    close: () => store.close(),
  };
}
