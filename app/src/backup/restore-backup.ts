import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AppConfig } from '../product/app-config';
import { checkedBackup, refuseFull, STORES } from './backup-parts';

type Folders = Pick<AppConfig, 'dataDir' | 'partnersDir'>;

/**
 * Puts a backup into an empty data folder. The stores go last: a folder that was not finished has no product's data. Gives when
 * the backup was made. The next start notices that it is a copy, and says what is missing since.
 */
export async function restoreBackup({ dataDir, partnersDir }: Folders, source: string): Promise<string> {
  const folder = resolve(source);
  const { madeAt } = await checkedBackup(folder);
  refuseFull(dataDir, 'Stop the product, move the old data folder away, and restore again.');
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const parts: [string, string][] = [
    ...['audit-spool', 'hospital', 'site.key'].map((name): [string, string] => [name, join(dataDir, name)]),
    ['partners', partnersDir],
    ...STORES.map((name): [string, string] => [name, join(dataDir, name)]),
  ];
  for (const [name, target] of parts) {
    if (existsSync(join(folder, name))) await cp(join(folder, name), target, { recursive: true });
  }
  return madeAt;
}
