import { z } from 'zod';
import { join } from 'node:path';
import type { Bench, Suite } from '../harness/bench';
import { diskFloor } from '../harness/disk-floor';
import { interleave, type Measured } from '../harness/interleave';
import { serve, type Served } from '../harness/served';
import { ackContender, type AckWay } from './contender';

const port = z.int();

/** A server in a process of its own, and how it is named in the tables. */
interface Server {
  readonly name: string;
  readonly label?: string;
  readonly peer?: boolean;
  readonly served: Served;
  readonly port: number;
}

export const OURS = 'the product, its door alone';
const WHOLE = 'the product, whole';
const BARE = 'bare framing';
const MEDPLUM = '@medplum/hl7';

interface Way extends AckWay {
  readonly title: string;
}

const ways = ({ sized }: Bench): readonly Way[] => [
  { title: 'lock-step, one connection', connections: 1, inFlight: 1, messages: sized(300, 3000) },
  { title: '16 connections, lock-step each', connections: 16, inFlight: 1, messages: sized(600, 8000) },
  { title: '16 connections, 16 in flight each', connections: 16, inFlight: 16, messages: sized(1500, 16_000) },
];

async function started(bench: Bench): Promise<readonly Server[]> {
  const { folder, engines, peers } = bench;
  const from = async (name: string, entry: string, told: object, label?: string): Promise<Server> => {
    bench.progress(`starting ${name}`);
    const served = await serve(entry, told);
    return { name, served, port: port.parse(await served.ask('port')), ...(label !== undefined && { label }) };
  };
  const on = `durable, on ${engines.what}`;
  const servers = [
    await from(OURS, 'ack/receiving', { folder: join(folder, 'door'), engines: engines.name }, on),
    await from(
      WHOLE,
      'product/product',
      { folder: join(folder, 'whole'), engines: engines.name },
      `${on}; everything that follows from the message is done meanwhile, and counted into its CPU`,
    ),
    await from(BARE, 'ack/bare', {}, 'keeps nothing: the floor of sockets and framing'),
  ];
  if ('missing' in peers.folder) bench.skip(`${MEDPLUM}: ${peers.folder.missing}`);
  else {
    const medplum = await from(MEDPLUM, 'ack/medplum', { peers: peers.folder.at }, 'parses and answers; NOT durable');
    servers.push({ ...medplum, peer: true });
  }
  return servers;
}

/** What follows from a message takes many times as long as its acknowledgement: the whole product is sent fewer. */
const messagesFor = ({ name }: Server, { messages }: Way): number =>
  name === WHOLE ? Math.ceil(messages / 8) : messages;

async function run(bench: Bench): Promise<void> {
  const servers = await started(bench);
  try {
    for (const way of ways(bench)) {
      const contenders = servers.map((server) => ackContender(server, { ...way, messages: messagesFor(server, way) }));
      const floor = diskFloor(bench.folder, { writes: bench.sized(200, 2000), bytes: 4096 });
      const all = way.connections === 1 ? [...contenders, floor] : contenders;
      const measured = await interleave(all, { rounds: bench.sized(1, 3), progress: (text) => bench.progress(text) });
      bench.contest(way.title, measured, OURS);
      checkWay(bench, way, measured);
    }
  } finally {
    await Promise.all(servers.map(async ({ served }) => served.stop()));
  }
}

const rateOf = (measured: readonly Measured[], name: string): number | undefined =>
  measured.find(({ contender }) => contender.name === name)?.summary?.rate.median;

function ratio(
  bench: Bench,
  what: string,
  { of, to, least }: { of?: number | undefined; to?: number | undefined; least: number },
) {
  if (of === undefined || to === undefined) return;
  bench.check({
    kind: 'ratio',
    what: `${what}, at least ${least.toFixed(2)}`,
    measured: (of / to).toFixed(2),
    holds: of / to >= least,
  });
}

/** A third of what is aimed at: runs are on machines that do other things, and a quick one is hardly warm. */
const SLACK = 1 / 3;

function checkWay(bench: Bench, { title, connections, inFlight }: Way, measured: readonly Measured[]): void {
  const ours = measured.find(({ contender }) => contender.name === OURS)?.summary;
  const of = ours?.rate.median;
  if (connections === 1) {
    const to = rateOf(measured, 'fdatasync alone');
    if (bench.engines.embedded)
      ratio(bench, 'its rate lock-step to that of fdatasync', { of, to, least: 0.6 * SLACK * bench.sized(0.5, 1) });
  } else {
    const least = (inFlight === 1 ? 1 : 2) * SLACK * bench.sized(0.5, 1);
    ratio(bench, `${title}: its rate to @medplum/hl7's`, { of, to: rateOf(measured, MEDPLUM), least });
  }
  if (bench.quick) return;
  for (const name of [OURS, WHOLE]) targets(bench, title, { name, measured, connections });
}

function targets(
  bench: Bench,
  title: string,
  { name, measured, connections }: { name: string; measured: readonly Measured[]; connections: number },
): void {
  const summary = measured.find(({ contender }) => contender.name === name)?.summary;
  if (!summary) return;
  const { rate, latencyMs } = summary;
  const least = connections === 1 ? 2500 : 20_000;
  bench.check({
    kind: 'target',
    what: `${title}: ${name}: ${least.toLocaleString('en-GB')} a second (row d)`,
    measured: Math.round(rate.median).toLocaleString('en-GB'),
    holds: rate.median >= least,
  });
  if (connections > 1 || !latencyMs) return;
  const { p50, p99 } = latencyMs;
  bench.check({
    kind: 'target',
    what: `${title}: ${name}: p50 < 0.4 ms, p99 < 5 ms (row d)`,
    measured: `${p50.toFixed(2)} ms, ${p99.toFixed(2)} ms`,
    holds: p50 < 0.4 && p99 < 5,
  });
}

export const ack: Suite = {
  name: 'ack',
  what: 'durable acknowledgement of HL7 messages beside bare framing, a peer and the disk',
  run,
};
