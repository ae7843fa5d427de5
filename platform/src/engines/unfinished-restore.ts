import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { OperatorError } from '../values/operator-error';

/** Stands in a data folder from before the first byte of a restore until after its last. */
const MARKER = 'restore-unfinished.json';

const markerSchema = z.object({ backup: z.string(), from: z.string() });

/** What is being restored into a folder. */
export interface FolderRestore {
  /** Which backup, by a hash. */
  readonly backup: string;
  /** Its folder. */
  readonly from: string;
}

/** Has what was written to the file, or the names in the folder, outlive a loss of power. */
export function syncToDisk(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (z.object({ code: z.enum(['ENOENT', 'ENOTDIR']) }).safeParse(error).success) return undefined;
    throw error;
  }
}

/** `nothing-yet`: it ended while it wrote down what it would do, and has copied nothing. Undefined: there is none, or it is whole. */
export function restoreInFolder(folder: string): FolderRestore | 'nothing-yet' | undefined {
  const text = textIn(join(folder, MARKER));
  if (text === undefined) return undefined;
  try {
    return markerSchema.parse(JSON.parse(text));
  } catch {
    return 'nothing-yet';
  }
}

/** Durable when it returns: nothing may be copied before. */
export function beginFolderRestore(folder: string, restore: FolderRestore): void {
  const handle = openSync(join(folder, MARKER), 'w', 0o600);
  try {
    writeSync(handle, `${JSON.stringify(restore)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  syncToDisk(folder);
}

/** All that was copied has to be on the disk before. */
export function endFolderRestore(folder: string): void {
  syncToDisk(folder);
  rmSync(join(folder, MARKER));
  syncToDisk(folder);
}

/** Throws OperatorError for a folder that a backup is only half in: whoever opened it would take the rest for never written. */
export function refuseHalfRestoredFolder(folder: string): void {
  const restore = restoreInFolder(folder);
  if (restore === undefined) return;
  const from = restore === 'nothing-yet' ? 'A backup' : `The backup ${restore.from}`;
  throw new OperatorError(
    `${from} was restored into ${folder}, and that did not end. Run the same npm run backup -- restore again: it copies everything anew.`,
  );
}
