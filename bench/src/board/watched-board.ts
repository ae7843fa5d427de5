import { connectMllp } from '@flow/app/demonstration/mllp-sender';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bench } from '../harness/bench';
import { openLoop } from '../harness/open-loop';
import { serve, type Served } from '../harness/served';
import { fillingMessages, hospitalEnv, sendAll, simulatedPas } from '../hospital/fill';
import { tokenOf } from '../product/asking';
import { moverIn, type Mover } from './moving';

const SEEN = z.array(z.object({ count: z.int(), last: z.number() }).nullish());
const COMES_WITHIN_MS = 60_000;

export const WARD = `subscription ($wardId: ID!) { frame: wardBoard(wardId: $wardId) {
  __typename
  ... on WardBoardSnapshot { version board { beds { id occupantCount label occupants { family } } } }
  ... on WardBoardResync { version board { beds { id occupantCount label occupants { family } } } }
  ... on WardBoardChanges { version beds { id occupantCount label occupants { family } } }
  ... on WardBoardDetails { beds { id occupantCount label occupants { family } } } } }`;

const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

/** A hospital that is full, in a process of its own, and somebody who keeps moving in it. */
export interface WatchedHospital {
  readonly served: Served;
  readonly mover: Mover;
  watch(screens: number): Promise<Served>;
  /** Moves them at that rate; gives of each move how long it took until the last screen showed it or a later one, and the CPU of all. */
  move(
    moves: number,
    told: { readonly perSecond: number; readonly screens: number; readonly watchers?: Served },
  ): Promise<Moved>;
  stop(): Promise<void>;
}

export interface Moved {
  readonly latenciesMs: readonly number[];
  readonly acknowledgedMs: readonly number[];
  /** Moves that not every screen showed. */
  readonly missed: number;
  readonly cpuUs: number;
}

export async function openWatchedHospital(
  bench: Bench,
  folder = join(bench.folder, 'hospital'),
): Promise<WatchedHospital> {
  const served = await serve('product/product', { folder, engines: bench.engines.name, env: hospitalEnv(bench) });
  const port = z.int().parse(await served.ask('port'));
  const http = z.string().parse(await served.ask('http'));
  const ward = bench.sized('W2', 'A3');
  bench.progress('filling the hospital');
  await sendAll(port, fillingMessages(simulatedPas(bench, { empty: ward }), Date.now() - 6 * 3_600_000));
  const mover = moverIn(simulatedPas(bench), ward, Date.now() - 5 * 3_600_000);
  await sendAll(port, [mover.arrives()]);
  await served.ask('idle');
  const sender = await connectMllp('127.0.0.1', port);
  const token = await tokenOf(http, 'bea');
  let moved = 0;
  return {
    served,
    mover,
    watch(screens) {
      const url = `${http.replace('http', 'ws')}/graphql`;
      // Of whoever begins to watch now, the first change is to the bed after the one that they are in.
      const from = (moved + 1) % mover.marks.length;
      const marks = [...mover.marks.slice(from), ...mover.marks.slice(0, from)];
      return serve('board/watchers', {
        url,
        count: screens,
        token,
        query: WARD,
        variables: { wardId: ward },
        marks,
      });
    },
    async move(moves, { perSecond, screens, watchers }) {
      const sent: number[] = [];
      const acknowledgedMs: number[] = [];
      const before = await served.usage();
      let line: Promise<unknown> = Promise.resolve();
      await openLoop({ perSecond, count: moves }, async (due) => {
        const messages = mover.moves(moved++);
        // A PAS sends the next when it has the answer to the one before; the clock runs from when it was due.
        sent.push(nowMs() - (performance.now() - due));
        for (const message of messages) line = line.then(() => sender.send(message));
        await line;
        acknowledgedMs.push(performance.now() - due);
      });
      const seen = watchers === undefined ? [] : await allSeen(watchers, moves, screens);
      await served.ask('idle');
      const after = await served.usage();
      const latenciesMs = sent.flatMap((at, index) => {
        const last = seen[index];
        return last?.count === screens ? [last.last - at] : [];
      });
      const missed = watchers === undefined ? 0 : moves - latenciesMs.length;
      return { latenciesMs, acknowledgedMs, missed, cpuUs: after.cpuUs - before.cpuUs };
    },
    async stop() {
      sender.close();
      await served.stop();
    },
  };
}

async function allSeen(watchers: Served, moves: number, screens: number) {
  const until = performance.now() + COMES_WITHIN_MS;
  for (;;) {
    const seen = SEEN.parse(await watchers.ask('seen'));
    if (seen.length >= moves && seen[moves - 1]?.count === screens) return seen;
    if (performance.now() > until) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
