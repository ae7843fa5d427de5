import { mkdtemp, rm } from 'node:fs/promises';
import { OperatorError } from '@flow/platform/values/operator-error';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readArguments, type Arguments } from './arguments';
import type { Bench, Suite } from './harness/bench';
import { drawSuite, isGood } from './harness/draw';
import { engineKind, type EngineKind } from './harness/engine-kinds';
import { drawMachine, thisMachine } from './harness/machine';
import { findPeers } from './harness/peers';
import { createTelling, type SuiteReport } from './harness/report';
import { SUITES } from './suites';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** One line that is overwritten on a terminal; nothing where the output is kept. */
const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
};

async function runSuite(suite: Suite, bench: Pick<Bench, 'quick' | 'engines' | 'peers'>): Promise<SuiteReport> {
  const folder = await mkdtemp(join(tmpdir(), `flow-bench-${suite.name}-`));
  const { telling, told } = createTelling();
  const started = performance.now();
  try {
    await suite.run({
      ...bench,
      ...telling,
      folder,
      progress: (text) => progress(`${suite.name}: ${text}`),
      sized: (quick, full) => (bench.quick ? quick : full),
    });
  } finally {
    progress('');
    await rm(folder, { recursive: true, force: true });
  }
  return { suite: suite.name, what: suite.what, ...told(), seconds: (performance.now() - started) / 1000 };
}

/** Throws OperatorError for one that these engines cannot be measured by. */
function chosen({ suites }: Arguments, { name: engines, suites: measured }: EngineKind): readonly Suite[] {
  const cannot = suites.filter((name) => measured?.includes(name) === false);
  if (cannot.length > 0)
    throw new OperatorError(
      `On ${engines} engines there is no ${cannot.join(', ')}: only ${measured?.join(' and ')} are measured.`,
    );
  return SUITES.filter(({ name }) =>
    suites.length === 0 ? (measured?.includes(name) ?? true) : suites.includes(name),
  );
}

/** Runs the suites that were asked for. False when something was wrong, or slow beside others. */
export async function runBench(argv: readonly string[]): Promise<boolean> {
  const told = readArguments(
    argv,
    SUITES.map(({ name }) => name),
  );
  const engines = engineKind(told.engines);
  const wanted = chosen(told, engines);
  const machine = thisMachine(tmpdir());
  say(`${told.quick ? 'Quick' : 'Full'} run on ${engines.what}.\n${drawMachine(machine)}\n`);
  const peers = await findPeers(!told.quick, progress);
  const reports: SuiteReport[] = [];
  for (const suite of wanted) {
    const report = await runSuite(suite, { quick: told.quick, engines, peers });
    reports.push(report);
    say(drawSuite(report));
  }
  const good = isGood(reports);
  const after = thisMachine(tmpdir()).load;
  if (told.json !== undefined) {
    const kept = {
      at: new Date().toISOString(),
      quick: told.quick,
      engines: engines.what,
      machine,
      loadAfter: after,
      reports,
    };
    writeFileSync(told.json, `${JSON.stringify(kept, null, 2)}\n`);
  }
  const checks = reports.flatMap((report) => report.checks);
  const missed = checks.filter(({ kind, holds }) => kind === 'target' && !holds).length;
  say(
    `${checks.length} checks: ${good ? 'all hold' : 'some FAILED'}; ${missed} targets missed. Load average after: ${after.join(', ')}`,
  );
  return good;
}
