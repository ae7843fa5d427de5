import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { beganAt } from './engine-process';

const schema = z.object({ url: z.string(), pid: z.number().int().positive(), began: z.string(), log: z.string() });

/** An engine that was started and may still run. */
export type Remembered = Readonly<z.infer<typeof schema>>;

const fileOf = (folder: string): string => join(folder, 'running.json');

/** What runs of that folder; undefined where nothing does, or another program has the id by now. */
export async function runningIn(folder: string): Promise<Remembered | undefined> {
  const text = await readFile(fileOf(folder), 'utf8').catch(() => '{}');
  const { data } = schema.safeParse(JSON.parse(text));
  return data && beganAt(data.pid) === data.began ? data : undefined;
}

/** The port that it had last, so that it comes back there. */
export async function lastPort(folder: string): Promise<number | undefined> {
  const text = await readFile(fileOf(folder), 'utf8').catch(() => '{}');
  const port = /:(\d+)(?:\D*)$/.exec(schema.safeParse(JSON.parse(text)).data?.url ?? '')?.[1];
  return port === undefined ? undefined : Number(port);
}

export async function remember(folder: string, running: Omit<Remembered, 'began'>): Promise<void> {
  const { url, pid, log } = running;
  await writeFile(fileOf(folder), JSON.stringify({ url, pid, log, began: beganAt(pid) ?? '' }));
}
