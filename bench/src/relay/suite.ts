import { startConsumer } from '@flow/platform/running/consumer';
import { startPublisher } from '@flow/platform/running/publisher';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { join } from 'node:path';
import type { Bench, Suite } from '../harness/bench';
import { openLoop } from '../harness/open-loop';
import { percentilesOf } from '../harness/statistics';
import { sampleOf } from '../store/sample-events';

type Engines = Awaited<ReturnType<Bench['engines']['open']>>;

const SUBJECTS = 200;
const COMES_WITHIN_MS = 60_000;

interface Arrivals {
  /** By the number of the event: when the consumer had it. */
  readonly at: Map<number, number>;
  /** Of one subject, one that came before one with a lower revision. */
  disordered: number;
}

/** Everything between an append and whoever listens: the publisher, the bus and the consumer, over those engines. */
async function startRelay({ events: store, bus, documents }: Engines, arrivals: Arrivals) {
  const last = new Map<string, number>();
  const common = { bus, documents, log: silentLog, metrics: createMetrics(), instance: 'bench' };
  const publisher = await startPublisher({
    ...common,
    ...{ name: 'relayed', store, topic: 'relayed', prefixes: ['relayed-'] },
    map: ({ stream, data }) => ({
      ...{ type: 'uk.nhs.patientflow.bench.relayed.v1', source: '/trusts/RXX/bench' },
      ...{ subject: stream.slice('relayed-'.length), data },
    }),
  });
  const consumer = await startConsumer({
    ...common,
    ...{ group: 'bench', topics: ['relayed'] },
    handle({ data, subject, revision }) {
      if ((last.get(subject) ?? -1) >= revision) arrivals.disordered += 1;
      last.set(subject, revision);
      arrivals.at.set(Number(data['number']), performance.now());
      return Promise.resolve('done');
    },
  });
  return async () => {
    await consumer.stop();
    await publisher.stop();
  };
}

async function allCame(arrivals: Arrivals, count: number): Promise<void> {
  const until = performance.now() + COMES_WITHIN_MS;
  while (arrivals.at.size < count && performance.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
}

async function run(bench: Bench): Promise<void> {
  const engines = await bench.engines.open(join(bench.folder, 'engines'));
  const arrivals: Arrivals = { at: new Map(), disordered: 0 };
  const revisions = new Map<string, number>();
  const stop = await startRelay(engines, arrivals);
  const last = new Map<string, Promise<unknown>>();
  let number = 0;
  const rows: (string | number | undefined)[][] = [];
  try {
    for (const perSecond of [5, 50, 1000]) {
      const count = Math.round(perSecond * bench.sized(2, perSecond === 5 ? 10 : 20));
      const first = number;
      const sent = new Map<number, number>();
      bench.progress(`${perSecond} events a second`);
      await openLoop({ perSecond, count }, async (due) => {
        const mine = number++;
        const stream = `relayed-${mine % SUBJECTS}`;
        const expected = revisions.get(stream) ?? -1;
        revisions.set(stream, expected + 1);
        sent.set(mine, due);
        const event = sampleOf(mine);
        const append = async () =>
          engines.events.append(stream, expected < 0 ? 'no-stream' : expected, [
            { ...event, data: { ...event.data, number: mine } },
          ]);
        // An engine that is slow may have the one before of this subject in hand yet.
        const appended = (last.get(stream) ?? Promise.resolve()).then(append);
        last.set(stream, appended);
        await appended;
      });
      await allCame(arrivals, number);
      const lags = [...sent].flatMap(([mine, due]) => {
        const at = arrivals.at.get(mine);
        return at === undefined ? [] : [at - due];
      });
      const lost = number - first - lags.length;
      bench.check({
        kind: 'correct',
        what: `${perSecond} events a second: all came, in the order of each subject`,
        measured: `${lags.length} came, ${lost} did not, ${arrivals.disordered} out of order`,
        holds: lost === 0 && arrivals.disordered === 0,
      });
      const { p50, p99, max } = percentilesOf(lags) ?? {};
      rows.push([`${perSecond} a second`, lags.length, p50, p99, max]);
    }
  } finally {
    await stop();
    await engines.close();
  }
  const title = 'from the moment that an event is due to whoever consumes it';
  bench.table({ title, columns: ['', 'events', 'p50 ms', 'p99 ms', 'max ms'], rows, notes: [bench.engines.what] });
}

export const relay: Suite = { name: 'relay', what: 'lag from the event store over the bus to a consumer', run };
