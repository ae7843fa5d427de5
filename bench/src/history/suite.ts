import { join } from 'node:path';
import { openWatchedHospital } from '../board/watched-board';
import type { Bench, Suite } from '../harness/bench';
import { interleave } from '../harness/interleave';
import { percentilesOf } from '../harness/statistics';
import { portAppends } from '../store/appending';
import { fillStore } from '../store/fill-store';

const CATEGORY = 'history';
const NONE = 'no history';
/** A cost that grows with history shows as a multiple; noise as less than that. */
const AT_MOST = 2;

async function filled(bench: Bench, folder: string, events: number) {
  const engines = await bench.engines.open(join(folder, 'engines'));
  await fillStore(engines.events, {
    ...{ category: CATEGORY, events },
    progress: (done) => bench.progress(`${done} of ${events} events of history`),
  });
  return engines;
}

async function run(bench: Bench): Promise<void> {
  if (!bench.engines.embedded) {
    bench.skip('history: measured embedded');
    return;
  }
  const events = bench.sized(20_000, 5_000_000);
  const name = `${events.toLocaleString('en-GB')} events of history`;
  const [young, old] = [join(bench.folder, 'young'), join(bench.folder, 'old')];
  await measureAppends(bench, { young, old, events, name });
  await measureBoards(bench, { young, old, name });
}

interface Histories {
  readonly young: string;
  readonly old: string;
  readonly name: string;
}

async function measureAppends(
  bench: Bench,
  { young, old, events, name }: Histories & { readonly events: number },
): Promise<void> {
  const none = await bench.engines.open(join(young, 'engines'));
  const long = await filled(bench, old, events);
  const appending = { batch: 1, appends: bench.sized(300, 4000), atOnce: 1 };
  const contenders = [portAppends(NONE, none.events, appending), portAppends(name, long.events, appending)];
  const measured = await interleave(contenders, {
    rounds: bench.sized(3, 7),
    progress: (text) => bench.progress(text),
  });
  await none.close();
  await long.close();
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
