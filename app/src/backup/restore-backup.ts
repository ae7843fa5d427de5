import { existsSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AppConfig } from '../product/app-config';
import { erasuresFileIn } from '../product/erasures-file';
import { lineOf } from '@flow/patients/adapters/orders/order-lines';
import { erasuresOf } from './kept-erasures';
import { checkedBackup, refuseFull, STORES } from './backup-parts';

/** Where the files of a site are. */
export interface Folders extends Pick<AppConfig, 'dataDir' | 'partnersDir'> {
  /** The data folder before, or its erasures.log: they know who was erased since the backup. */
  readonly erasures?: string | undefined;
}

async function copyParts(folder: string, parts: readonly (readonly [name: string, target: string])[]): Promise<void> {
  for (const [name, target] of parts) {
    if (existsSync(join(folder, name))) await cp(join(folder, name), target, { recursive: true });
  }
}

/** All but the stores and the key. Safe to repeat. */
export async function copyFiles({ dataDir, partnersDir, erasures }: Folders, folder: string): Promise<void> {
  const lines = (await erasuresOf(folder, erasures)).map(lineOf);
  await writeFile(erasuresFileIn(dataDir), lines.join(''), { mode: 0o600 });
  await copyParts(folder, [
    ['audit-spool', join(dataDir, 'audit-spool')],
    ['hospital', join(dataDir, 'hospital')],
    ['partners', partnersDir],
  ]);
}

/**
 * Puts a backup into an empty data folder. The stores go last: a folder that was not finished has no product's data. Gives when
 * the backup was made. The next start notices that it is a copy, says what is missing since, and erases again whoever was erased
 * since, as far as a file knows of it.
 */
export async function restoreBackup(folders: Folders, source: string): Promise<string> {
  const { dataDir, erasures } = folders;
  const folder = resolve(source);
  const { madeAt } = await checkedBackup(folder);
  await erasuresOf(folder, erasures);
  refuseFull(dataDir, 'Stop the product, move the old data folder away, and restore again.');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await copyFiles(folders, folder);
  await copyParts(
    folder,
    ['site.key', ...STORES].map((name) => [name, join(dataDir, name)] as const),
  );
  return madeAt;
}
