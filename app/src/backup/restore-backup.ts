import { lineOf } from '@flow/patients/adapters/orders/order-lines';
import type { ErasureOrder } from '@flow/patients/domain/erasure';
import { lockFolder } from '@flow/platform/engines/folder-lock';
import { beginFolderRestore, endFolderRestore, restoreInFolder } from '@flow/platform/engines/unfinished-restore';
import { OperatorError } from '@flow/platform/values/operator-error';
import { existsSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { AppConfig } from '../product/app-config';
import { erasuresFileIn } from '../product/erasures-file';
import { checkedBackup, labelHash, refuseFull, STORES } from './backup-parts';
import { copyParts, copyTree, syncTree, type Copy } from './copying';
import { namingFaults } from './file-faults';
import { erasuresOf, type KnownErasures } from './kept-erasures';
import { makeLastFolder } from './make-last-folder';

/** Where the files of a site are. */
export interface Folders extends Pick<AppConfig, 'dataDir' | 'partnersDir'> {
  /** The data folder before, or its erasures.log: they know who was erased since the backup. */
  readonly erasures?: string | undefined;
}

/** What was restored. */
export interface Restored {
  /** When the backup was made. */
  readonly madeAt: string;
  readonly erasures: KnownErasures;
  /** It had ended before: nothing but the orders of erasures was taken. */
  readonly already: boolean;
}

const REMEDY = 'Stop the product, move the old data folder away, and restore again.';

/** Whole or not at all: what is there already is read at a repeat. */
async function writeErasures(dataDir: string, orders: readonly ErasureOrder[]): Promise<void> {
  const file = erasuresFileIn(dataDir);
  await writeFile(`${file}.new`, orders.map(lineOf).join(''), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

/** All but the stores and the key. Safe to repeat. */
export async function copyFiles(
  { dataDir, partnersDir, erasures }: Folders,
  folder: string,
  copy: Copy = copyTree,
): Promise<void> {
  // The folder itself: a restore that did not end may have been told more.
  await writeErasures(dataDir, (await erasuresOf([dataDir, folder], erasures)).orders);
  const parts = [
    ['audit-spool', join(dataDir, 'audit-spool')],
    ['hospital', join(dataDir, 'hospital')],
    ['partners', partnersDir],
  ] as const;
  await copyParts(folder, parts, copy);
}

/** Marks an empty folder, or finds it marked by the same restore, which did not end. */
async function begin(dataDir: string, backup: string, from: string): Promise<void> {
  const begun = restoreInFolder(dataDir);
  if (begun === undefined) refuseFull(dataDir, REMEDY);
  else if (begun !== 'nothing-yet' && begun.backup !== backup)
    throw new OperatorError(
      `The restore of another backup, ${begun.from}, into ${dataDir} did not end. Restore that one again, or empty the folder first.`,
    );
  await makeLastFolder(dataDir);
  if (begun === undefined || begun === 'nothing-yet') beginFolderRestore(dataDir, { backup, from });
}

async function copyAll(folders: Folders, folder: string, copy: Copy): Promise<void> {
  const { dataDir, partnersDir } = folders;
  // Of two that restore into the same folder at once, one.
  const lock = lockFolder(dataDir);
  try {
    // Another one may have come to its end before this one had the folder.
    if (restoreInFolder(dataDir) === undefined) refuseFull(dataDir, REMEDY);
    await copyFiles(folders, folder, copy);
    await copyParts(
      folder,
      ['site.key', ...STORES].map((name) => [name, join(dataDir, name)] as const),
      copy,
    );
    for (const one of [partnersDir, dataDir]) if (existsSync(one)) syncTree(one);
    endFolderRestore(dataDir);
  } finally {
    lock.release();
  }
}

/** Throws OperatorError for a fault of a file. */
export const namingRestoreFaults = async <T>({ dataDir }: Folders, work: () => Promise<T>): Promise<T> =>
  namingFaults(`The backup was not restored into ${dataDir}`, 'Then run the same restore again.', work);

/**
 * Puts a backup into an empty data folder, or into one that the same restore was stopped in. Until it has ended, the folder says
 * that it is half restored, and nothing opens it. The next start notices that it is a copy, says what is missing since, and
 * erases again whoever was erased since, as far as a file knows of it. Throws OperatorError, one line.
 */
export async function restoreBackup(folders: Folders, source: string, copy: Copy = copyTree): Promise<Restored> {
  const folder = resolve(source);
  const { madeAt } = await checkedBackup(folder);
  return namingRestoreFaults(folders, async () => {
    const erasures = await erasuresOf([folder], folders.erasures);
    await begin(folders.dataDir, await labelHash(folder), folder);
    await copyAll(folders, folder, copy);
    return { madeAt, erasures, already: false };
  });
}
