import { readListening } from '@flow/app/product/listening';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { certain } from './certain';

const ROOT = join(__dirname, '..', '..');
const SMALL_HOSPITAL = join(ROOT, 'test', 'data', 'small-hospital');
const STARTS_WITHIN_MS = 60_000;

export interface StartingProduct {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** See crash-points.js. */
  readonly crashAt?: string;
  /** Longer where many start at once. */
  readonly startsWithinMs?: number;
}

export interface StartedProduct {
  /** Of its gateway; of its services where it has none. */
  readonly http: string;
  readonly mllp: Readonly<Record<string, number>>;
  readonly pid: number;
  /** Everything that it has printed. */
  output(): string;
  signal(signal: NodeJS.Signals): void;
  /** Resolves when the process is gone, with its exit code, or the signal that ended it. */
  ended(): Promise<number | NodeJS.Signals>;
  kill(): Promise<void>;
  stop(): Promise<number | NodeJS.Signals>;
}

/** It was gone before it was ready. */
export class EndedAtStart extends Error {
  constructor(
    readonly how: number | NodeJS.Signals,
    output: string,
  ) {
    super(`The product ended with ${how}:\n${output}`);
  }
}

const running = new Set<ChildProcess>();

/** Ends whatever a test has left running. */
export function killAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** The product as a process of its own, on ports that the system chose, with a hospital of 20 beds and no demonstration. */
export async function startProduct({
  folder,
  env = {},
  crashAt = '',
  startsWithinMs = STARTS_WITHIN_MS,
}: StartingProduct): Promise<StartedProduct> {
  const entry = ['-r', join(__dirname, 'crash-points.js'), join(ROOT, 'scripts', 'run.js'), 'app/main'];
  const child = spawn(process.execPath, entry, {
    cwd: ROOT,
    env: {
      ...process.env,
      ...{ NODE_ENV: 'development', DATA_DIR: folder, HOSPITAL_DIR: SMALL_HOSPITAL, DEMO: 'off' },
      ...{ PORT: '0', IPM_PORT: '0', CORPORA_PORT: '0', CRASH_AT: crashAt },
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  const collect = (bytes: Buffer): void => void (output += bytes.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const gone = once(child, 'exit').then(([code, signal]: (number | NodeJS.Signals | null)[]) => {
    running.delete(child);
    return code ?? signal ?? 0;
  });
  let ended: number | NodeJS.Signals | undefined;
  void gone.then((how) => (ended = how));

  let saidLast = '';
  const listening = await certain('the product listens', startsWithinMs, async () => {
    if (ended !== undefined) throw new EndedAtStart(ended, output);
    const found = readListening(folder);
    const url = found?.http ?? found?.services;
    if (found?.pid !== child.pid || url === undefined) return undefined;
    const ready = await fetch(`${url}/readyz`).catch(() => undefined);
    saidLast = (await ready?.text()) ?? '';
    return ready?.ok ? found : undefined;
  }).catch((cause: unknown) => {
    child.kill('SIGKILL');
    throw cause instanceof EndedAtStart ? cause : new Error(`It did not start: ${saidLast}\n${output}`, { cause });
  });
  return {
    http: listening.http ?? listening.services ?? '',
    mllp: listening.mllp,
    pid: listening.pid,
    output: () => output,
    signal: (signal) => void child.kill(signal),
    ended: () => gone,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async stop() {
      child.kill('SIGTERM');
      return gone;
    },
  };
}
