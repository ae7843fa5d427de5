import { markAsCopy } from '@flow/platform/engines/put-back';
import { copySqlite } from '@flow/platform/engines/sqlite';
import { openSqliteEventStore } from '@flow/platform/event-store/sqlite-event-store';
import { refuseHalfRestoredFolder } from '@flow/platform/engines/unfinished-restore';
import { OperatorError } from '@flow/platform/values/operator-error';
import { chmodSync, closeSync, existsSync, openSync, readdirSync, realpathSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { AppConfig } from '../product/app-config';
import { refuseNoData } from '../product/data-folder';
import { erasuresFileIn } from '../product/erasures-file';
import { label, STORES } from './backup-parts';
import { inFolderOfItsOwn } from './backup-room';
import { namingFaults } from './file-faults';

type Folders = Pick<AppConfig, 'dataDir' | 'partnersDir'>;

async function copyFolder(from: string, to: string): Promise<void> {
  if (existsSync(from)) await cp(from, to, { recursive: true });
}

/** Consistent in itself, whoever writes to it meanwhile, and known as a copy wherever it is put. Its owner's from the first byte. */
function copyStore(file: string, target: string): void {
  closeSync(openSync(target, 'wx', 0o600));
  copySqlite(file, target);
  const copy = openSqliteEventStore(target);
  markAsCopy(copy);
  copy.close();
}

/** Some of it may be for all to read where it is copied from. */
function keepForOwner(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), 0o600);
    else if (entry.isDirectory()) chmodSync(join(entry.parentPath, entry.name), 0o700);
  }
}

/** A process on servers was started here, or an embedded one was stopped at its first start: nothing in the folder tells which. */
function refuseStoresElsewhere(dataDir: string): void {
  if (!existsSync(join(dataDir, 'hospital'))) return;
  if (['site.key', ...STORES].some((name) => existsSync(join(dataDir, name)))) return;
  throw new OperatorError(
    `${dataDir} holds no stores, though the product was started there. Where servers hold them, see “Back up real engines” in docs/operations.md. Else start the product first.`,
  );
}

/** To open one that is not there would make it: an empty store would be backed up, and left behind. */
function refuseWithoutStores(dataDir: string): void {
  for (const name of STORES)
    if (!existsSync(join(dataDir, name)))
      throw new OperatorError(
        `${join(dataDir, name)} is missing, so there is nothing whole to back up in ${dataDir}. Put it back, or restore a backup into another folder.`,
      );
}

/** As the system has it, where the last folder of it is not there yet. */
const realPath = (path: string): string =>
  existsSync(dirname(path)) ? join(realpathSync(dirname(path)), basename(path)) : path;

/** It would be lost with the data that it is of. */
function refuseInside(dataDir: string, folder: string): void {
  const within = relative(realpathSync(dataDir), realPath(folder));
  if (within === '..' || within.startsWith(`..${sep}`)) return;
  throw new OperatorError(
    `${folder} is in the data folder ${dataDir}, and would be lost with it. Name a folder outside of it, on another disk if there is one.`,
  );
}

async function fill(folder: string, { dataDir, partnersDir }: Folders, madeAt: string): Promise<void> {
  await copyFolder(join(dataDir, 'audit-spool'), join(folder, 'audit-spool'));
  for (const name of STORES) copyStore(join(dataDir, name), join(folder, name));
  // After the events: it names every erasure that they have.
  await copyFolder(erasuresFileIn(dataDir), erasuresFileIn(folder));
  await cp(join(dataDir, 'site.key'), join(folder, 'site.key'));
  await copyFolder(join(dataDir, 'hospital'), join(folder, 'hospital'));
  await copyFolder(partnersDir, join(folder, 'partners'));
  keepForOwner(folder);
  await label(folder, madeAt);
}

/**
 * Backs an embedded site up into an empty folder, while it runs or not. Documents and bus are left out: they are built again
 * from the events. The spool goes first: what moves from it into the events meanwhile is there twice, which is harmless. Where it
 * fails, nothing of it is left. Throws OperatorError, one line.
 */
export async function makeBackup(folders: Folders, target: string, madeAt: string): Promise<void> {
  refuseHalfRestoredFolder(folders.dataDir);
  refuseStoresElsewhere(folders.dataDir);
  refuseNoData(folders.dataDir);
  refuseWithoutStores(folders.dataDir);
  const folder = resolve(target);
  refuseInside(folders.dataDir, folder);
  await namingFaults(`The backup into ${folder} was not made`, 'Then make the backup again.', async () =>
    inFolderOfItsOwn(folder, async () => fill(folder, folders, madeAt)),
  );
}
