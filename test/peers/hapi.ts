import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const TARGET = join(__dirname, 'hapi', 'target');
const MOST_OUTPUT = 20_000;

/** One of the programs of hapi/src, running. */
export interface RunningHapi {
  readonly process: ChildProcessWithoutNullStreams;
  /** The lines that it has printed so far. */
  lines(): readonly string[];
  /** Resolves with its exit code. */
  readonly ended: Promise<number>;
}

export type HapiProgram = 'Read' | 'Send' | 'Receive';

/** Starts a program; install.js has compiled it. */
export function startHapi(program: HapiProgram, ...args: readonly string[]): RunningHapi {
  const classes = [join(TARGET, 'lib', '*'), join(TARGET, 'classes')].join(':');
  const child = spawn('java', ['-Xmx256m', '-XX:+UseSerialGC', '-cp', classes, `peers.${program}`, ...args]);
  let output = '';
  const collect = (bytes: Buffer): void => void (output = (output + bytes.toString()).slice(-MOST_OUTPUT));
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? -1);
  return { process: child, ended, lines: () => output.split('\n').filter((line) => line !== '') };
}

/** Runs a program to its end and gives what it printed. Throws with that when it did not end well. */
export async function runHapi(program: HapiProgram, ...args: readonly string[]): Promise<readonly string[]> {
  const running = startHapi(program, ...args);
  const code = await running.ended;
  if (code !== 0) throw new Error(`${program} ended with ${code}:\n${running.lines().join('\n')}`);
  return running.lines();
}
