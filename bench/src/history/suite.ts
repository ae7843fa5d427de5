import { join } from 'node:path';
import { openWatchedHospital } from '../board/watched-board';
import type { Bench, Suite } from '../harness/bench';
import { interleave, type Interleaving, type Measured } from '../harness/interleave';
import { percentilesOf } from '../harness/statistics';
import { portAppends, type Appending } from '../store/appending';
import { fillStore } from '../store/fill-store';

type Engines = Awaited<ReturnType<Bench['engines']['open']>>;

const CATEGORY = 'history';
const NONE = 'no history';
/** A cost that grows with history shows as a multiple; noise as less than that. */
const AT_MOST = 2;

async function fill(bench: Bench, { events: store }: Engines, events: number): Promise<void> {
  await fillStore(store, {
    ...{ category: CATEGORY, events },
    progress: (done) => bench.progress(`${done} of ${events} events of history`),
  });
}

async function run(bench: Bench): Promise<void> {
  if (!bench.engines.holdsHistory) {
    bench.skip('history: measured embedded, and on the server of KURRENTDB_URL');
    return;
  }
  const events = bench.sized(20_000, 5_000_000);
  const name = `${events.toLocaleString('en-GB')} events of history`;
  const [young, old] = [join(bench.folder, 'young'), join(bench.folder, 'old')];
  await measureAppends(bench, { young, old, events, name });
  if (bench.engines.embedded) await measureBoards(bench, { young, old, name });
  else bench.skip('boards over a history: measured embedded');
}

interface Histories {
  readonly young: string;
  readonly old: string;
  readonly name: string;
}
interface Filling extends Histories {
  readonly events: number;
}

const roundsOf = (bench: Bench): Interleaving => ({
  rounds: bench.sized(3, 7),
  progress: (text) => bench.progress(text),
});
const appending = (bench: Bench): Appending => ({ batch: 1, appends: bench.sized(300, 4000), atOnce: 1 });

/** By turns, in a store that is new and in another that is full. */
async function twoStores(bench: Bench, { young, old, events, name }: Filling): Promise<readonly Measured[]> {
  const none = await bench.engines.open(join(young, 'engines'));
  const long = await bench.engines.open(join(old, 'engines'));
  try {
    await fill(bench, long, events);
    const appends = appending(bench);
    return await interleave(
      [portAppends(NONE, none.events, appends), portAppends(name, long.events, appends)],
      roundsOf(bench),
    );
  } finally {
    await none.close();
    await long.close();
  }
}

/** One after the other: there is one store, which is filled between. */
async function oneStore(bench: Bench, { young, events, name }: Filling): Promise<readonly Measured[]> {
  const engines = await bench.engines.open(join(young, 'engines'));
  try {
    const appends = appending(bench);
    const before = await interleave([portAppends(NONE, engines.events, appends)], roundsOf(bench));
    await fill(bench, engines, events);
    return [...before, ...(await interleave([portAppends(name, engines.events, appends)], roundsOf(bench)))];
  } finally {
    await engines.close();
  }
}

async function measureAppends(bench: Bench, filling: Filling): Promise<void> {
  const { name } = filling;
  const measured = await (bench.engines.embedded ? twoStores(bench, filling) : oneStore(bench, filling));
  bench.contest('append one event', measured, NONE);
  const [without, within] = measured.map(({ summary }) => summary?.cpuUsPerOperation ?? NaN);
  const ratio = (within ?? NaN) / (without ?? NaN);
  const what = `CPU of an append at ${name} to that at none, at most ${AT_MOST}`;
  bench.check({ kind: 'ratio', what, measured: ratio.toFixed(2), holds: ratio <= AT_MOST });
}

/** One hospital after the other: both at once would fight for the machine. Two rounds of each, by turns. */
async function measureBoards(bench: Bench, { young, old, name }: Histories): Promise<void> {
  const screens = 10;
  const moves = bench.sized(15, 100);
  const hospitals = [
    { title: NONE, hospital: await openWatchedHospital(bench, young) },
    { title: name, hospital: await openWatchedHospital(bench, old) },
  ];
  const taken = new Map<string, { latenciesMs: number[]; cpuUs: number; missed: number }>();
  const rounds = bench.sized(1, 3);
  for (let round = 0; round < rounds; round += 1) {
    for (const { title, hospital } of hospitals) {
      bench.progress(`boards at ${title}`);
      const watchers = await hospital.watch(screens);
      const moved = await hospital.move(moves, { perSecond: 5, screens, watchers });
      await watchers.stop();
      const held = taken.get(title) ?? { latenciesMs: [], cpuUs: 0, missed: 0 };
      held.latenciesMs.push(...moved.latenciesMs);
      taken.set(title, {
        latenciesMs: held.latenciesMs,
        cpuUs: held.cpuUs + moved.cpuUs,
        missed: held.missed + moved.missed,
      });
    }
  }
  for (const { hospital } of hospitals) await hospital.stop();
  const each = (title: string) => (taken.get(title)?.cpuUs ?? NaN) / (moves * rounds);
  bench.table({
    title: `a transfer by HL7 to the last of ${screens} screens`,
    columns: ['', 'count', 'p50 ms', 'p99 ms', 'CPU ms'],
    rows: hospitals.map(({ title }) => {
      const latency = percentilesOf(taken.get(title)?.latenciesMs ?? []);
      return [title, latency?.count, latency?.p50, latency?.p99, each(title) / 1000];
    }),
    notes: ['history: events of other streams in the same store'],
  });
  const missed = [...taken.values()].reduce((sum, one) => sum + one.missed, 0);
  bench.check({
    kind: 'correct',
    what: 'every screen showed every move',
    measured: `${missed} missed`,
    holds: missed === 0,
  });
  const ratio = each(name) / each(NONE);
  const what = `CPU of a transfer at ${name} to that at none, at most ${AT_MOST}`;
  bench.check({ kind: 'ratio', what, measured: ratio.toFixed(2), holds: ratio <= AT_MOST });
}

export const history: Suite = { name: 'history', what: 'what costs more when much has happened', run };
