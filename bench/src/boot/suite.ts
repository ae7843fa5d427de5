import { join } from 'node:path';
import { z } from 'zod';
import { detailsMessage } from '../ack/messages';
import type { Bench, Suite } from '../harness/bench';
import { mllpLoad } from '../harness/mllp-load';
import { serve } from '../harness/served';
import { median } from '../harness/statistics';
import { fillingMessages, hospitalEnv, sendAll, simulatedPas } from '../hospital/fill';

const MIB = 2 ** 20;

interface Start {
  readonly ms: number;
  readonly rssMiB: number;
}

async function startOnce(bench: Bench, folder: string): Promise<Start> {
  const from = performance.now();
  const served = await serve('product/product', { folder, engines: bench.engines.name, env: hospitalEnv(bench) });
  const ms = performance.now() - from;
  await served.ask('idle');
  const { rssBytes } = await served.usage();
  await served.stop();
  return { ms, rssMiB: rssBytes / MIB };
}

/** CPU while nothing comes, as a share of one core; and what a minute of messages does to the memory. */
async function lives(bench: Bench, folder: string) {
  const served = await serve('product/product', { folder, engines: bench.engines.name, env: hospitalEnv(bench) });
  const port = z.int().parse(await served.ask('port'));
  await served.ask('idle');
  const waitMs = bench.sized(2000, 20_000);
  const before = await served.usage();
  await new Promise((resolve) => setTimeout(resolve, waitMs));
  const after = await served.usage();
  const messages = bench.sized(300, 10_000);
  await mllpLoad({
    ...{ port, connections: 16, inFlight: 4, messages },
    message: (index) => ({ controlId: `M${index}`, bytes: detailsMessage(`M${index}`, index) }),
  });
  const loaded = await served.usage();
  await served.stop();
  return {
    idleShare: (after.cpuUs - before.cpuUs) / (waitMs * 1000),
    idleMiB: after.rssBytes / MIB,
    loadedMiB: loaded.rssBytes / MIB,
    messages,
  };
}

async function run(bench: Bench): Promise<void> {
  const folder = join(bench.folder, 'data');
  bench.progress('the first start');
  const first = await startOnce(bench, folder);
  const served = await serve('product/product', { folder, engines: bench.engines.name, env: hospitalEnv(bench) });
  const messages = fillingMessages(simulatedPas(bench), Date.now());
  await sendAll(z.int().parse(await served.ask('port')), messages);
  await served.ask('idle');
  await served.stop();
  const starts: Start[] = [];
  for (let nth = 0; nth < bench.sized(1, 5); nth += 1) {
    bench.progress(`start ${nth + 1}`);
    starts.push(await startOnce(bench, folder));
  }
  const again = median(starts.map(({ ms }) => ms));
  bench.progress('idle, then under load');
  const living = await lives(bench, folder);
  bench.table({
    title: 'the product, all services in one process, a full hospital',
    columns: ['', 'figure', ''],
    rows: [
      ['first start, of an empty folder', first.ms, 'ms to ready'],
      ['start of a full hospital', again, `ms to ready, median of ${starts.length}`],
      ['the shortest of them', Math.min(...starts.map(({ ms }) => ms)), 'ms'],
      ['memory when idle', living.idleMiB, 'MiB resident'],
      [`memory after ${living.messages.toLocaleString('en-GB')} messages`, living.loadedMiB, 'MiB resident'],
      ['CPU when idle', living.idleShare * 100, '% of a core'],
    ],
    notes: ['ready: every service open and its ports listening, from the start of Node on', bench.engines.what],
  });
  if (bench.quick) return;
  const target = (what: string, measured: string, holds: boolean) =>
    bench.check({ kind: 'target', what, measured, holds });
  target('a full hospital starts in less than 1 s', `${again.toFixed(0)} ms`, again < 1000);
  target('less than 700 MiB resident', `${living.loadedMiB.toFixed(0)} MiB`, living.loadedMiB < 700);
  target('idle below 1% of a core', `${(living.idleShare * 100).toFixed(2)}%`, living.idleShare < 0.01);
}

export const boot: Suite = { name: 'boot', what: 'cold start, memory, and CPU at rest', run };
