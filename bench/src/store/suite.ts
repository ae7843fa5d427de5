import { join } from 'node:path';
import type { Bench, Suite } from '../harness/bench';
import { diskFloor } from '../harness/disk-floor';
import { interleave, type Measured } from '../harness/interleave';
import { portAppends, rawAppends, type Appending } from './appending';
import { EVENTS_A_STREAM, fillStore } from './fill-store';
import { OURS, RAW, replayContenders, streamLoads } from './reading';

/** Slack of a run among other programs. */
const SLACK = 0.5;

export const rateOf = (measured: readonly Measured[], name: string): number =>
  measured.find(({ contender }) => contender.name === name)?.summary?.rate.median ?? NaN;

function appendings({ sized }: Bench): readonly Appending[] {
  return [
    { batch: 1, appends: sized(400, 4000), atOnce: 1 },
    { batch: 10, appends: sized(200, 2000), atOnce: 1 },
    { batch: 100, appends: sized(40, 400), atOnce: 1 },
    { batch: 1, appends: sized(1600, 32_000), atOnce: 32 },
  ];
}

const titleOf = ({ batch, atOnce }: Appending): string =>
  `append ${batch} event${batch === 1 ? '' : 's'}${atOnce === 1 ? ', one at a time' : `, ${atOnce} at a time, each to its own stream`}`;

async function measureAppends(bench: Bench, engines: Awaited<ReturnType<Bench['engines']['open']>>): Promise<void> {
  for (const appending of appendings(bench)) {
    const ours = portAppends(OURS, engines.events, appending, bench.engines.what);
    const raw = rawAppends(bench, appending);
    const disk = diskFloor(bench.folder, { writes: appending.appends, bytes: 4096 });
    const all = appending.batch === 1 ? [ours, raw, disk] : [ours, raw];
    const measured = await interleave(all, { rounds: bench.sized(2, 5), progress: (text) => bench.progress(text) });
    raw.close();
    bench.contest(titleOf(appending), measured, OURS);
    if (!bench.engines.embedded || appending.atOnce > 1) continue;
    const ratio = rateOf(measured, OURS) / rateOf(measured, 'SQLite alone');
    bench.check({
      kind: 'ratio',
      what: `${titleOf(appending)}: its rate to that of SQLite alone, at least ${(0.5 * SLACK).toFixed(2)}`,
      measured: ratio.toFixed(2),
      holds: ratio >= 0.5 * SLACK,
    });
  }
}

const CATEGORY = 'filled';

async function measureReads(bench: Bench, engines: Awaited<ReturnType<Bench['engines']['open']>>): Promise<void> {
  const events = bench.sized(20_000, 1_000_000);
  bench.progress(`filling ${events} events`);
  await fillStore(engines.events, {
    ...{ category: CATEGORY, events },
    progress: (done) => bench.progress(`filling ${done} of ${events} events`),
  });
  const loading = { category: CATEGORY, streams: events / EVENTS_A_STREAM, loads: bench.sized(500, 5000) };
  const loads = [streamLoads(OURS, engines.events, loading)];
  const rounds = { rounds: bench.sized(2, 5), progress: (text: string) => bench.progress(text) };
  bench.contest(`load a stream of ${EVENTS_A_STREAM} events`, await interleave(loads, rounds), OURS);
  if (!bench.engines.holdsHistory) {
    bench.skip('replay: measured embedded, and on the server of KURRENTDB_URL');
    return;
  }
  const file = bench.engines.embedded ? join(bench.folder, 'engines', 'events.db') : undefined;
  const measured = await interleave(replayContenders(engines.events, { category: CATEGORY, events, file }), {
    ...rounds,
    rounds: bench.sized(2, 3),
  });
  bench.contest(`replay of ${events.toLocaleString('en-GB')} events into a model of 40,000 things`, measured, OURS);
  if (file !== undefined) {
    const ratio = rateOf(measured, OURS) / rateOf(measured, RAW);
    bench.check({
      kind: 'ratio',
      what: `replay: its rate to a bare read of the same file, at least ${(0.4 * SLACK).toFixed(2)}`,
      measured: ratio.toFixed(2),
      holds: ratio >= 0.4 * SLACK,
    });
  }
  if (bench.quick) return;
  const rate = rateOf(measured, OURS);
  bench.check({
    kind: 'target',
    what: 'replay at 250,000 events a second (row e: a trust-year in 60 s)',
    measured: Math.round(rate).toLocaleString('en-GB'),
    holds: rate >= 250_000,
  });
}

async function run(bench: Bench): Promise<void> {
  const engines = await bench.engines.open(join(bench.folder, 'engines'));
  try {
    await measureAppends(bench, engines);
    await measureReads(bench, engines);
  } finally {
    await engines.close();
  }
}

export const store: Suite = {
  name: 'store',
  what: 'events appended, loaded and replayed beside the same engine alone',
  run,
};
