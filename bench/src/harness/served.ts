import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';

const answer = z.object({ id: z.int(), result: z.unknown().optional(), error: z.string().optional() });

const usage = z.object({ cpuUs: z.number(), rssBytes: z.number() });
export type Usage = z.output<typeof usage>;

const DIST = join(__dirname, '..');
const STOPS_WITHIN_MS = 20_000;

/** A program that is measured, in a process of its own. */
export interface Served {
  readonly pid: number;
  /** Asks it for something by name. Rejects with what it threw, or when it has ended. */
  readonly ask: (what: string, told?: unknown) => Promise<unknown>;
  /** Processor time since it began, and the memory that it holds now. */
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

interface Asked {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Starts `serving.ts`'s counterpart: an entry of the bench's own dist folder, such as `ack/bare`. Resolves when it answers. */
export async function serve(entry: string, told: object): Promise<Served> {
  const child = fork(join(DIST, `${entry}.js`), [JSON.stringify(told)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const asked = new Map<number, Asked>();
  let next = 0;
  const gone = new Promise<void>((resolve) => {
    child.once('exit', (code, signal) => {
      for (const { reject } of asked.values()) reject(new Error(`${entry} ended with ${code ?? signal ?? 0}.`));
      asked.clear();
      resolve();
    });
  });
  child.on('message', (message) => {
    const { id, result, error } = answer.parse(message);
    const waiting = asked.get(id);
    asked.delete(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(`${entry}: ${error}`));
  });
  const ask = (what: string, more?: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (!child.connected) {
        reject(new Error(`${entry} has ended.`));
        return;
      }
      next += 1;
      asked.set(next, { resolve, reject });
      child.send({ id: next, what, told: more });
    });
  await ask('ready');
  return {
    pid: child.pid ?? 0,
    ask,
    usage: async () => usage.parse(await ask('usage')),
    stop: () => end(child, ask, gone),
  };
}

async function end(child: ChildProcess, ask: (what: string) => Promise<unknown>, gone: Promise<void>): Promise<void> {
  const force = setTimeout(() => child.kill('SIGKILL'), STOPS_WITHIN_MS);
  await ask('stop').catch(() => undefined);
  await gone;
  clearTimeout(force);
}
