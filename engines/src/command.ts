import { join, resolve } from 'node:path';
import { askedOf, type Asked } from './asked';
import { stopProcess } from './engine-process';
import { makeFolder, refuseForeign, removeFolder } from './made-folder';
import type { Registered } from './registry';
import { lastPort, remember, runningIn } from './remembered';
import { tableOf, type Row } from './table';

export interface CommandOptions {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly registry: readonly Registered[];
  readonly write: (line: string) => void;
}

/** Does what the command line asks for. Throws OperatorError with the remedy where something is missing. */
export async function runEngines({ args, env, registry, write }: CommandOptions): Promise<void> {
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
  for (const one of chosen) rows.push(await start(one, asked, { env, write }));
  for (const line of tableOf(rows)) write(line);
}

const folderOf = ({ data }: Asked, name: string): string => resolve(join(data, name));

async function start(
  { engine, variable }: Registered,
  asked: Asked,
  { env, write }: Pick<CommandOptions, 'env' | 'write'>,
): Promise<Row> {
  const { name, what } = engine;
  const given = env[variable];
  if (given) return { name, what: 'a server that exists already', url: `as ${variable} says`, data: '-', log: '-' };
  const folder = folderOf(asked, name);
  const running = await runningIn(folder);
  if (running) {
    write(`${name} runs already.`);
    return { name, what, url: running.url, data: folder, log: running.log };
  }
  makeFolder(folder);
  await engine.install(write);
  write(`Starting ${what}.`);
  const port = await lastPort(folder);
  const started = await engine.start({ folder, ...(port !== undefined && { port }) });
  await remember(folder, started);
  return { name, what, url: started.url, data: folder, log: started.log };
}

async function stop(name: string, asked: Asked, write: CommandOptions['write']): Promise<void> {
  const folder = folderOf(asked, name);
  const running = await runningIn(folder);
  if (running) await stopProcess(running.pid);
  write(`${name} ${running ? 'is stopped' : 'did not run'}, ${doneWith(folder, asked)}.`);
}

function doneWith(folder: string, { action }: Asked): string {
  if (action === 'stop') return 'and its data is kept';
  return removeFolder(folder) ? 'and its data is removed' : `and has no data in ${folder}`;
}
