import { OperatorError } from '@flow/platform/values/operator-error';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { namingFaults } from './file-faults';

/** The stores of a backup, in the order in which they are copied: what the inbox has and the events have not is told again. */
export const STORES = ['events.db', 'inbox.db'] as const;

/** Written last: a backup without it was not finished. */
const LABEL = 'backup.json';
const FORMAT = 1;
/** Stands in the folder of a backup from before its first file until after its label. */
export const BEING_MADE = 'backup-being-made';
/** Whatever a backup is made of, with what SQLite may leave beside a store whose copy failed. */
export const PARTS: readonly string[] = [
  ...['audit-spool', 'erasures.log', 'site.key', 'hospital', 'partners', LABEL],
  ...STORES.flatMap((name) => ['', '-journal', '-wal', '-shm'].map((suffix) => `${name}${suffix}`)),
];
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
    if (path !== LABEL && path !== BEING_MADE && !BESIDE_A_STORE.test(path)) hashes.push([path, await hashOf(file)]);
  }
  return Object.fromEntries(hashes);
}

export async function label(folder: string, madeAt: string): Promise<void> {
  const told: BackupLabel = { format: FORMAT, madeAt, files: await hashesIn(folder) };
  await writeFile(join(folder, LABEL), `${JSON.stringify(told, null, 2)}\n`, { mode: 0o600 });
}

const ANOTHER = 'Take another copy of it, or another backup.';

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new OperatorError(`${file} is damaged: it is no JSON. ${ANOTHER}`, { cause });
  }
}

async function labelIn(folder: string): Promise<BackupLabel> {
  const file = join(folder, LABEL);
  if (!existsSync(file))
    throw new OperatorError(
      `${folder} is no backup, or one that was not finished: it has no ${LABEL}. Name the folder of a backup.`,
    );
  const told = labelSchema.safeParse(parsed(await readFile(file, 'utf8'), file));
  if (told.success) return told.data;
  throw new OperatorError(
    `${file} is damaged, or of a format that this version does not read. ${ANOTHER.slice(0, -1)}, or the version that made it.`,
  );
}

/** Throws OperatorError, one line, for what is no backup, was not finished, cannot be read, or is not as it was written. */
export async function checkedBackup(folder: string): Promise<BackupLabel> {
  return namingFaults(`The backup ${folder} cannot be read`, 'Then restore again.', async () => {
    const told = await labelIn(folder);
    const found = await hashesIn(folder);
    const wrong = Object.keys(told.files).filter((path) => found[path] !== told.files[path]);
    if (wrong.length === 0) return told;
    throw new OperatorError(`The backup ${folder} is not as it was written: ${wrong.join(', ')}. ${ANOTHER}`);
  });
}

/** Which backup it is: every one has another label. */
export const labelHash = async (folder: string): Promise<string> => hashOf(join(folder, LABEL));

export const isBackup = (folder: string): boolean => existsSync(join(folder, LABEL));

/** Throws OperatorError where something is in it already. */
export function refuseFull(folder: string, remedy: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0)
    throw new OperatorError(`${folder} is not empty. ${remedy}`);
}
