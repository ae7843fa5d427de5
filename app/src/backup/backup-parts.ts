import { OperatorError } from '@flow/platform/values/operator-error';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

/** The stores of a backup, in the order in which they are copied: what the inbox has and the events have not is told again. */
export const STORES = ['events.db', 'inbox.db'] as const;

/** Written last: a backup without it was not finished. */
const LABEL = 'backup.json';
const FORMAT = 1;
/** Empty by then: the driver removes them when the process ends. */
const BESIDE_A_STORE = /\.db-(wal|shm)$/;

const labelSchema = z.object({
  format: z.literal(FORMAT),
  madeAt: z.string(),
  /** SHA-256 in hex by path inside the backup. */
  files: z.record(z.string(), z.string()),
});

export type BackupLabel = z.output<typeof labelSchema>;

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

/** Of every file in the folder but the label, by its path there. */
async function hashesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  const hashes: [string, string][] = [];
  for (const file of files.sort()) {
    const path = file.slice(folder.length + 1);
    if (path !== LABEL && !BESIDE_A_STORE.test(path)) hashes.push([path, await hashOf(file)]);
  }
  return Object.fromEntries(hashes);
}

export async function label(folder: string, madeAt: string): Promise<void> {
  const told: BackupLabel = { format: FORMAT, madeAt, files: await hashesIn(folder) };
  await writeFile(join(folder, LABEL), `${JSON.stringify(told, null, 2)}\n`, { mode: 0o600 });
}

/** Throws OperatorError, one line, for what is no backup, was not finished, or is not as it was written. */
export async function checkedBackup(folder: string): Promise<BackupLabel> {
  const text = await readFile(join(folder, LABEL), 'utf8').catch(() => undefined);
  if (text === undefined)
    throw new OperatorError(`${folder} is no backup, or one that was not finished: it has no ${LABEL}.`);
  const told = labelSchema.safeParse(JSON.parse(text));
  if (!told.success) throw new OperatorError(`${join(folder, LABEL)} is not of a format that this version reads.`);
  const found = await hashesIn(folder);
  const { files } = told.data;
  const wrong = Object.keys(files).filter((path) => found[path] !== files[path]);
  if (wrong.length > 0) throw new OperatorError(`The backup ${folder} is not as it was written: ${wrong.join(', ')}.`);
  return told.data;
}

/** Which backup it is: every one has another label. */
export const labelHash = async (folder: string): Promise<string> => hashOf(join(folder, LABEL));

export const isBackup = (folder: string): boolean => existsSync(join(folder, LABEL));

/** Throws OperatorError where something is in it already. */
export function refuseFull(folder: string, remedy: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new OperatorError(`${folder} is not empty. ${remedy}`);
}
