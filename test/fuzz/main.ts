import cliProgress from 'cli-progress';
import { parseArgs } from 'node:util';
import { fuzzCorpus } from './corpus';
import { tryOne } from './try-one';

const USAGE = `Use: npm run fuzz -- [--count N] [--seed S] [--from I] [--only I]
  --count  how many mutated streams; 1000000 unless told
  --from   the number of the first; 0 unless told
  --seed   which ones; 1948 unless told
  --only   that one alone, its bytes printed in hexadecimal`;

const options = {
  count: { type: 'string' },
  seed: { type: 'string' },
  from: { type: 'string' },
  only: { type: 'string' },
} as const;

function numberOf(text: string | undefined, usual: number): number {
  const number = Number(text ?? usual);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  throw new Error(USAGE);
}

function faulty(seed: number, number: number, faults: readonly string[]): number {
  process.stdout.write(`Stream ${number} of seed ${seed}:\n${faults.map((fault) => `  ${fault}\n`).join('')}`);
  process.stdout.write(`Again: npm run fuzz -- --seed ${seed} --only ${number}\n`);
  return 1;
}

/** A throw is a fault too. */
async function tried(seed: number, number: number, corpus: readonly Buffer[]) {
  try {
    return await tryOne(seed, number, corpus);
  } catch (error) {
    return { faults: [error instanceof Error ? (error.stack ?? error.message) : 'thrown'], frames: 0, wire: undefined };
  }
}

/** Lets the bar be drawn: trials never wait for anything. */
async function shown(bar: cliProgress.SingleBar, done: number): Promise<void> {
  bar.update(done);
  await new Promise((resolve) => setImmediate(resolve));
}

/** 0: all is well. 1: a fault was found, and how to see it again is said. */
async function fuzz(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options });
  const [count, seed] = [numberOf(values.count, 1_000_000), numberOf(values.seed, 1948)];
  const first = numberOf(values.from, 0);
  const corpus = fuzzCorpus();
  if (values.only !== undefined) {
    const only = numberOf(values.only, 0);
    const { faults, wire } = await tried(seed, only, corpus);
    process.stdout.write(`${wire?.toString('hex') ?? ''}\n`);
    return faults.length > 0 ? faulty(seed, only, faults) : 0;
  }
  const bar = new cliProgress.SingleBar(
    {
      format: 'Fuzzing |{bar}| {value}/{total}, {eta_formatted} to go',
      clearOnComplete: true,
      noTTYOutput: true,
      notTTYSchedule: 30_000,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(count, 0);
  const started = performance.now();
  const seen = { frames: 0, slowestMs: 0, slowest: 0 };
  try {
    for (let number = first; number < first + count; number += 1) {
      const before = performance.now();
      const { faults, frames } = await tried(seed, number, corpus);
      const tookMs = performance.now() - before;
      seen.frames += frames;
      if (tookMs > seen.slowestMs) Object.assign(seen, { slowestMs: tookMs, slowest: number });
      if (number % 1000 === 0) await shown(bar, number - first);
      if (faults.length > 0) {
        bar.stop();
        return faulty(seed, number, faults);
      }
    }
  } finally {
    bar.stop();
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  const slowest = `the slowest, ${seen.slowest}, took ${seen.slowestMs.toFixed(0)} ms`;
  process.stdout.write(`${count} streams, ${seen.frames} frames, no fault, in ${seconds} s; ${slowest}.\n`);
  return 0;
}

fuzz(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : 'The command failed.'}\n`);
    process.exitCode = 2;
  },
);
