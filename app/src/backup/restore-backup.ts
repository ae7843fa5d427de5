import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AppConfig } from '../product/app-config';
import { checkedBackup, refuseFull, STORES } from './backup-parts';

/** Where the files of a site are. */
export type Folders = Pick<AppConfig, 'dataDir' | 'partnersDir'>;

async function copyParts(folder: string, parts: readonly (readonly [name: string, target: string])[]): Promise<void> {
  for (const [name, target] of parts) {
    if (existsSync(join(folder, name))) await cp(join(folder, name), target, { recursive: true });
  }
}

/** All but the stores and the key. Safe to repeat. */
export const copyFiles = async ({ dataDir, partnersDir }: Folders, folder: string): Promise<void> =>
  copyParts(folder, [
    ['audit-spool', join(dataDir, 'audit-spool')],
    ['hospital', join(dataDir, 'hospital')],
    ['partners', partnersDir],
  ]);

/**
 * Puts a backup into an empty data folder. The stores go last: a folder that was not finished has no product's data. Gives when
 * the backup was made. The next start notices that it is a copy, and says what is missing since.
 */
export async function restoreBackup(folders: Folders, source: string): Promise<string> {
  const { dataDir } = folders;
  const folder = resolve(source);
  const { madeAt } = await checkedBackup(folder);
  refuseFull(dataDir, 'Stop the product, move the old data folder away, and restore again.');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await copyFiles(folders, folder);
  await copyParts(
    folder,
    ['site.key', ...STORES].map((name) => [name, join(dataDir, name)] as const),
  );
  return madeAt;
}
