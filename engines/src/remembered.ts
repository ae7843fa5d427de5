import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';
import { beganAt } from './engine-process';

const schema = z.object({
  url: z.string(),
  pid: z.number().int().positive(),
  began: z.string(),
  log: z.string(),
  /** The process that starts it, until it answers. */
  starter: z.number().int().positive().optional(),
});

/** An engine that was started and may still run. */
export type Remembered = Readonly<z.infer<typeof schema>>;

/** Where it is written down what was started in that folder. */
export const fileOf = (folder: string): string => join(folder, 'running.json');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function lastOf(folder: string): Remembered | undefined {
  const file = fileOf(folder);
  // Of what is there and may not be read, the system says why.
  if (!existsSync(folder) || !existsSync(file)) return undefined;
  const { data } = schema.safeParse(parsed(readFileSync(file, 'utf8')));
  if (data) return data;
  throw new OperatorError(
    `${file} does not say what was started there: it is not as npm run engines writes it. See that no engine of that folder runs (its folder stands in the command line: ps -ef), then remove that file alone. No data is in it.`,
  );
}

/** What runs of that folder; undefined where nothing does, or another program has the id by now. Throws OperatorError where that cannot be told. */
export function runningIn(folder: string): Remembered | undefined {
  const last = lastOf(folder);
  return last && beganAt(last.pid) === last.began ? last : undefined;
}

/** The port that it had last, so that it comes back there. Throws as `runningIn`. */
export function lastPort(folder: string): number | undefined {
  const port = /:(\d+)(?:\D*)$/.exec(lastOf(folder)?.url ?? '')?.[1];
  return port === undefined ? undefined : Number(port);
}

/** Written down at once and whole, also where the power fails: what is not remembered is never stopped. */
export function remember(folder: string, running: Omit<Remembered, 'began'>): void {
  const { url, pid, log, starter } = running;
  const file = fileOf(folder);
  const text = JSON.stringify({ url, pid, log, starter, began: beganAt(pid) ?? '' });
  writeFileSync(`${file}.new`, text, { flush: true });
  renameSync(`${file}.new`, file);
}
