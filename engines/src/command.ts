import { join, resolve } from 'node:path';
import { askedOf, type Asked } from './asked';
import type { RunningEngine } from './engine';
import { beganAt, stopProcess } from './engine-process';
import { makeFolder, refuseForeign, removeFolder, whoseIs } from './made-folder';
import type { Registered } from './registry';
import { OperatorError } from '@flow/platform/values/operator-error';
import { isFree } from './lasting-port';
import { fileOf, lastPort, runningIn, type Remembered } from './remembered';
import { startRemembered } from './started';
import { tableOf, type Row } from './table';

export interface CommandOptions {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly registry: readonly Registered[];
  readonly write: (line: string) => void;
  /** Ends what is being started, and starts nothing more. */
  readonly signal: AbortSignal;
}

/** Does what the command line asks for. Throws OperatorError with the remedy where something is missing. */
export async function runEngines({ args, env, registry, write, signal }: CommandOptions): Promise<void> {
  const asked = askedOf(
    args,
    registry.map(({ engine }) => engine.name),
  );
  const chosen = registry.filter(({ engine }) => asked.names.includes(engine.name));
  if (asked.action !== 'start') {
    for (const { engine } of chosen) refuseForeign(folderOf(asked, engine.name));
    for (const { engine } of chosen) await stop(engine.name, asked, write);
    return;
  }
  const rows: Row[] = [];
  for (const one of chosen) rows.push(await start(one, asked, { env, write, signal }));
  for (const line of tableOf(rows)) write(line);
}

const folderOf = ({ data }: Asked, name: string): string => resolve(join(data, name));

async function start(
  { engine, variable }: Registered,
  asked: Asked,
  { env, write, signal }: Pick<CommandOptions, 'env' | 'write' | 'signal'>,
): Promise<Row> {
  const { name, what } = engine;
  const given = env[variable];
  if (given) return { name, what: 'a server that exists already', url: `as ${variable} says`, data: '-', log: '-' };
  const folder = folderOf(asked, name);
  const rowOf = ({ url, log }: Pick<RunningEngine, 'url' | 'log'>): Row => ({ name, what, url, data: folder, log });
  const running = runningIn(folder);
  if (running && running.starter === undefined) {
    write(`${name} runs already.`);
    return rowOf(running);
  }
  if (running) await endCutOff(name, running);
  makeFolder(folder);
  const port = await portFor(name, folder);
  return rowOf(await startRemembered(engine, { folder, ...(port !== undefined && { port }) }, write, signal));
}

/** Ends what was being started when its starter was killed: nobody knows how far it came. Throws OperatorError where the starter still waits for it. */
async function endCutOff(name: string, { pid, starter }: Remembered): Promise<void> {
  if (starter !== undefined && beganAt(starter) !== undefined) {
    throw new OperatorError(`${name} is being started by process ${starter}: wait until it has, or end that process.`);
  }
  await stopProcess(pid);
}

/** The port that it had. Throws OperatorError where another program has it by now: clients look for the engine there. */
async function portFor(name: string, folder: string): Promise<number | undefined> {
  const port = lastPort(folder);
  if (port === undefined || (await isFree(port))) return port;
  throw new OperatorError(
    `${name} had port ${port} of 127.0.0.1, which another program has taken. End that program (ss -ltnp shows it), or remove ${fileOf(folder)}, in which no data is: ${name} then comes back on another port.`,
  );
}

async function stop(name: string, asked: Asked, write: CommandOptions['write']): Promise<void> {
  const folder = folderOf(asked, name);
  const running = runningIn(folder);
  if (running) await stopProcess(running.pid);
  write(`${name} ${running ? 'is stopped' : 'did not run'}, ${doneWith(folder, asked)}.`);
}

function doneWith(folder: string, { action }: Asked): string {
  if (whoseIs(folder) === 'nobody') return `and has no data in ${folder}`;
  if (action === 'stop') return 'and its data is kept';
  removeFolder(folder);
  return 'and its data is removed';
}
