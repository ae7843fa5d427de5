import { markAsCopy } from '@flow/platform/engines/put-back';
import { copySqlite } from '@flow/platform/engines/sqlite';
import { openSqliteEventStore } from '@flow/platform/event-store/sqlite-event-store';
import { chmodSync, existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AppConfig } from '../product/app-config';
import { refuseNoData } from '../product/data-folder';
import { erasuresFileIn } from '../product/erasures-file';
import { label, refuseFull, STORES } from './backup-parts';

type Folders = Pick<AppConfig, 'dataDir' | 'partnersDir'>;

async function copyFolder(from: string, to: string): Promise<void> {
  if (existsSync(from)) await cp(from, to, { recursive: true });
}

/** Consistent in itself, whoever writes to it meanwhile, and known as a copy wherever it is put. */
function copyStore(file: string, target: string): void {
  copySqlite(file, target);
  chmodSync(target, 0o600);
  const copy = openSqliteEventStore(target);
  markAsCopy(copy);
  copy.close();
}

/**
 * Backs an embedded site up into an empty folder, while it runs or not. Documents and bus are left out: they are built again
 * from the events. The spool goes first: what moves from it into the events meanwhile is there twice, which is harmless.
 */
export async function makeBackup({ dataDir, partnersDir }: Folders, target: string, madeAt: string): Promise<void> {
  const folder = resolve(target);
  refuseNoData(dataDir);
  refuseFull(folder, 'A backup goes into a folder of its own.');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await copyFolder(join(dataDir, 'audit-spool'), join(folder, 'audit-spool'));
  for (const name of STORES) copyStore(join(dataDir, name), join(folder, name));
  // After the events: it names every erasure that they have.
  await copyFolder(erasuresFileIn(dataDir), erasuresFileIn(folder));
  await cp(join(dataDir, 'site.key'), join(folder, 'site.key'));
  await copyFolder(join(dataDir, 'hospital'), join(folder, 'hospital'));
  await copyFolder(partnersDir, join(folder, 'partners'));
  await label(folder, madeAt);
}
