import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { RunningEngine } from './engine';

export interface Program {
  /** For people: "Apache Kafka". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** The working directory. */
  readonly folder: string;
  /** Added to, never begun anew. */
  readonly log: string;
}

const LOOK_EVERY_MS = 50;
const STOP_MS = 15_000;

/** Starts a process that outlives this one, and gives its id. Its output goes to the log. */
export function startProcess({ name, command, args, folder, log }: Program): number {
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, 'a');
  const child = spawn(command, [...args], {
    cwd: folder,
    detached: true,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  // Without a listener a command that is not there would end this process, too.
  child.on('error', () => undefined);
  child.unref();
  if (child.pid === undefined) throw new OperatorError(`${name} could not be started: there is no ${command}.`);
  return child.pid;
}

/** When the process of that id began, in words of the system; undefined where there is none. Ids come again, this does not. */
export function beganAt(pid: number): string | undefined {
  const { stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' });
  const [, state = 'Z', began] = /^\s*(\S+)\s+(.+?)\s*$/m.exec(stdout) ?? [];
  return state.startsWith('Z') ? undefined : began;
}

export function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

/** Asks it to end, waits for that, and kills it after 15 s. */
export async function stopProcess(pid: number): Promise<void> {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    return;
  }
  if (!(await ended(pid, STOP_MS))) killProcess(pid);
  await ended(pid, STOP_MS);
}

async function ended(pid: number, ms: number): Promise<boolean> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    if (beganAt(pid) === undefined) return true;
    await delay(LOOK_EVERY_MS);
  }
  return false;
}

export interface Starting extends Pick<Program, 'name' | 'log'> {
  readonly pid: number;
  readonly withinMs: number;
  /** Whether it answers as an engine does that can be used. Never rejects. */
  readonly answers: () => Promise<boolean>;
}

/** Resolves when it answers. Where it ended or does not answer in time it is killed, and OperatorError names the log. */
export async function untilItAnswers({ name, log, pid, withinMs, answers }: Starting): Promise<void> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    if (await answers()) return;
    if (beganAt(pid) === undefined) throw new OperatorError(`${name} has ended while it was starting: see ${log}.`);
    await delay(LOOK_EVERY_MS);
  }
  killProcess(pid);
  throw new OperatorError(`${name} did not answer within ${withinMs / 1000} s: see ${log}.`);
}

/** An engine of one process, as others see it while it runs. */
export const runningEngine = (url: string, pid: number, log: string): RunningEngine => ({
  ...{ url, pid, log },
  kill: () => killProcess(pid),
  stop: async () => stopProcess(pid),
});
