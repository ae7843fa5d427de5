import { between } from '@flow/demo/generator/a-day';
import type { PasState } from '@flow/demo/generator/simulated-pas';
import { join } from 'node:path';
import { z } from 'zod';
import type { Bench, Suite } from '../harness/bench';
import { mllpLoad } from '../harness/mllp-load';
import { serve, type Served } from '../harness/served';
import { controlIdOf, fillingMessages, hospitalEnv, simulatedPas } from '../hospital/fill';
import { askGateway, tokenOf } from '../product/asking';

const DAY_MS = 86_400_000;
/** A hospital sends some 500 messages a day. */
const DAYS = 150;
const CELLS = '{ hospitalBoard { wards { cells { code label } } } }';

const board = z.object({
  hospitalBoard: z.object({
    wards: z.array(z.object({ cells: z.array(z.object({ code: z.string(), label: z.string() })) })),
  }),
});

/** So many messages of a hospital's days, in order, and who is where when they have been told. */
function messagesOf(bench: Bench, count: number): { readonly messages: readonly string[]; readonly state: PasState } {
  const pas = simulatedPas(bench);
  const start = Date.now() - DAYS * DAY_MS;
  const messages = fillingMessages(pas, start);
  for (const { messages: some } of between(pas, start, start + (DAYS - 1) * DAY_MS)) {
    messages.push(...some);
    if (messages.length >= count) break;
  }
  if (messages.length < count) throw new Error(`${DAYS} days are only ${messages.length} messages.`);
  return { messages, state: pas.state };
}

/** Beds that the boards show otherwise than the simulated PAS has them. The bed of somebody on leave is nobody's to judge. */
async function differences(served: Served, { visits }: PasState): Promise<readonly string[]> {
  const http = z.string().parse(await served.ask('http'));
  const { hospitalBoard } = board.parse(await askGateway(http, { token: await tokenOf(http, 'bea'), query: CELLS }));
  const cells = hospitalBoard.wards.flatMap((ward) => ward.cells);
  const inBed = new Map(Object.values(visits).map(({ bed, onLeave }) => [bed, onLeave]));
  return cells.flatMap(({ code, label }) => {
    if (inBed.get(code) === true) return [];
    return inBed.has(code) === label.startsWith('OCCUPIED') ? [] : [`${code} ${label}`];
  });
}

/** Sends all, waits until everything is taken, and judges what the boards show then. */
async function drained(bench: Bench, served: Served, where: string): Promise<void> {
  const count = bench.sized(300, 60_000);
  const { messages, state } = messagesOf(bench, count);
  try {
    const port = z.int().parse(await served.ask('port'));
    bench.progress(`sending ${messages.length} messages`);
    const before = await served.usage();
    const started = performance.now();
    const { wrong, wallMs } = await mllpLoad({
      ...{ port, connections: 1, inFlight: 64, messages: messages.length },
      message: (index) => {
        const text = messages[index] ?? '';
        return { bytes: Buffer.from(text, 'utf8'), controlId: controlIdOf(text) };
      },
    });
    bench.progress('waiting for what follows');
    await served.ask('idle');
    const drainedMs = performance.now() - started;
    const after = await served.usage();
    const differing = await differences(served, state);
    const cpu = (after.cpuUs - before.cpuUs) / messages.length;
    bench.table({
      title: `${messages.length.toLocaleString('en-GB')} messages of a hospital's days over one connection, 64 in flight; ${where}`,
      columns: ['', 'seconds', 'a second', 'CPU µs a message', 'memory MiB after'],
      rows: [
        ['acknowledged', wallMs / 1000, (messages.length / wallMs) * 1000],
        ['everything taken', drainedMs / 1000, (messages.length / drainedMs) * 1000, cpu, after.rssBytes / 2 ** 20],
      ],
      notes: [bench.engines.what],
    });
    bench.check({
      kind: 'correct',
      what: `${where}: every message accepted`,
      measured: `${wrong} were not`,
      holds: wrong === 0,
    });
    bench.check({
      kind: 'correct',
      what: `${where}: the boards show what the PAS has`,
      measured: `${differing.length} beds differ ${differing.slice(0, 3).join(', ')}`,
      holds: differing.length === 0,
    });
    if (!bench.quick) {
      const holds = drainedMs <= 300_000;
      bench.check({
        kind: 'target',
        what: `${where}: drained in 5 minutes`,
        measured: `${(drainedMs / 1000).toFixed(0)} s`,
        holds,
      });
    }
  } finally {
    await served.stop();
  }
}

async function run(bench: Bench): Promise<void> {
  const told = { engines: bench.engines.name, env: hospitalEnv(bench) };
  const together = await serve('product/product', { folder: join(bench.folder, 'data'), ...told });
  await drained(bench, together, 'services in one process');
  if (bench.engines.embedded) {
    bench.skip('services apart: embedded engines belong to one process; measured where engines are servers');
    return;
  }
  const apart = await serve('product/apart', { folder: join(bench.folder, 'apart'), ...told });
  await drained(bench, apart, 'each service in a process of its own');
}

export const drain: Suite = { name: 'drain', what: 'what waited during an outage is taken', run };
