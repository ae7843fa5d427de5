import { z } from 'zod';
import type { Bench, Suite } from '../harness/bench';
import { serve } from '../harness/served';
import { percentilesOf } from '../harness/statistics';
import { openWatchedHospital, WARD, type Moved, type WatchedHospital } from './watched-board';

/** A change every fifth of a second: the peak of an ordinary hospital. */
const PER_SECOND = 5;

async function run(bench: Bench): Promise<void> {
  const screens = bench.sized(40, 500);
  const moves = bench.sized(20, 200);
  const hospital = await openWatchedHospital(bench);
  try {
    bench.progress('moving with nobody watching');
    const alone = await hospital.move(moves, { perSecond: PER_SECOND, screens: 0 });
    bench.progress(`opening ${screens} screens`);
    const watchers = await hospital.watch(screens);
    bench.progress('moving with everybody watching');
    const watched = await hospital.move(moves, { perSecond: PER_SECOND, screens, watchers });
    await watchers.stop();
    tellOfBoards(bench, { screens, moves, watched });
    await tellOfFanOut(bench, {
      hospital,
      screens,
      moves,
      ours: (watched.cpuUs - alone.cpuUs) / moves,
      alone: alone.cpuUs / moves,
    });
  } finally {
    await hospital.stop();
  }
}

function tellOfBoards(
  bench: Bench,
  { screens, moves, watched }: { screens: number; moves: number; watched: Moved },
): void {
  const shown = percentilesOf(watched.latenciesMs);
  const acknowledged = percentilesOf(watched.acknowledgedMs);
  bench.table({
    title: `a transfer by HL7, ${PER_SECOND} a second, to the last of ${screens} screens on its ward`,
    columns: ['', 'count', 'p50 ms', 'p99 ms', 'max ms'],
    rows: [
      ['acknowledged', acknowledged?.count, acknowledged?.p50, acknowledged?.p99, acknowledged?.max],
      ['on the last screen', shown?.count, shown?.p50, shown?.p99, shown?.max],
    ],
    notes: [
      `through the gateway's sockets, on ${bench.engines.what}; the clock runs from when the message was due`,
      'each tenth is a discharge and the admission of the next patient',
    ],
  });
  bench.check({
    kind: 'correct',
    what: 'every screen showed every move, in order',
    measured: `${moves - watched.missed} of ${moves}`,
    holds: watched.missed === 0,
  });
  if (bench.quick || !shown) return;
  const measured = `${shown.p50.toFixed(1)} ms, ${shown.p99.toFixed(1)} ms`;
  const holds = shown.p50 < 6 && shown.p99 < 30;
  bench.check({ kind: 'target', what: 'visible p50 < 6 ms, p99 < 30 ms (row d)', measured, holds });
}

interface FanOut {
  readonly hospital: WatchedHospital;
  readonly screens: number;
  readonly moves: number;
  /** Microseconds of CPU for a change, less those of a change that nobody watches. */
  readonly ours: number;
  readonly alone: number;
}

/** CPU a change of a server of that way, and how long the last of its listeners waits. */
async function naive(way: 'each' | 'once', { hospital, screens, moves }: FanOut) {
  const { marks } = hospital.mover;
  const served = await serve('board/naive', { way, marks });
  const port = z.int().parse(await served.ask('port'));
  const told = { count: screens, token: '', query: WARD, variables: {}, marks };
  const watchers = await serve('board/watchers', { ...told, url: `ws://127.0.0.1:${port}` });
  await served.ask('change');
  const before = await served.usage();
  for (let change = 1; change < moves; change += 1) {
    await served.ask('change');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const after = await served.usage();
  const seen = z.array(z.object({ count: z.int() })).parse(await watchers.ask('seen'));
  await watchers.stop();
  await served.stop();
  const right = seen.filter(({ count }) => count === screens).length;
  return { cpuUs: (after.cpuUs - before.cpuUs) / (moves - 1), missed: moves - right };
}

async function tellOfFanOut(bench: Bench, fanOut: FanOut): Promise<void> {
  const { screens, moves, ours, alone } = fanOut;
  bench.progress('execution for each subscriber');
  const each = await naive('each', fanOut);
  const once = await naive('once', fanOut);
  bench.table({
    title: `CPU of one change to ${screens} sockets`,
    columns: ['', 'CPU ms', 'µs a socket', 'ratio'],
    rows: [
      ['the product', ours / 1000, ours / screens, 1],
      ['executed for each subscriber', each.cpuUs / 1000, each.cpuUs / screens, each.cpuUs / ours],
      ['executed once, written by ws', once.cpuUs / 1000, once.cpuUs / screens, once.cpuUs / ours],
    ],
    notes: [
      `the product: of a change that ${screens} screens see, less that of one that nobody sees (${(alone / 1000).toFixed(1)} ms); with rights, names and the audit of whom it showed`,
      'the others: graphql-js over a ready object of one bed, without rights, audit or order',
    ],
  });
  for (const [what, missed] of [
    ['for each', each.missed],
    ['once', once.missed],
  ] as const) {
    bench.check({
      kind: 'correct',
      what: `executed ${what}: all saw all`,
      measured: `${moves - missed} of ${moves}`,
      holds: missed === 0,
    });
  }
  const ratio = each.cpuUs / ours;
  if (!bench.quick) {
    bench.check({
      kind: 'ratio',
      what: 'CPU of execution for each to the product’s, at least 0.5',
      measured: ratio.toFixed(2),
      holds: ratio >= 0.5,
    });
    bench.check({
      kind: 'target',
      what: 'at most 4 ms of CPU for 500 screens (row g)',
      measured: `${(ours / 1000).toFixed(2)} ms`,
      holds: ours <= 4000,
    });
  }
}

export const board: Suite = { name: 'board', what: 'from a message to the last of many screens', run };
