import { OperatorError } from '@flow/platform/values/operator-error';
import { existsSync } from 'node:fs';
import { rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BEING_MADE, PARTS, refuseFull } from './backup-parts';
import { makeLastFolder } from './make-last-folder';

async function take(folder: string): Promise<void> {
  const claim = join(folder, BEING_MADE);
  const taken = `A backup is being made in ${folder}, or was stopped there. Delete that folder if nobody is at it, and make the backup again.`;
  if (existsSync(claim)) throw new OperatorError(taken);
  refuseFull(folder, 'A backup goes into a folder of its own.');
  await writeFile(claim, '', { flag: 'wx', mode: 0o600 }).catch((cause: unknown) => {
    throw existsSync(claim) ? new OperatorError(taken, { cause }) : cause;
  });
}

/** All of it that was made, and nothing else. */
async function clear(folder: string, made: boolean): Promise<void> {
  for (const name of [...PARTS, BEING_MADE]) await rm(join(folder, name), { recursive: true, force: true });
  if (made) await rmdir(folder);
}

/**
 * Has the work fill a folder that is not there yet, or empty, and that nobody else fills meanwhile. Where it fails, what it made is
 * removed again. Throws OperatorError where there is something in the folder, or the folder that it belongs in is not there.
 */
export async function inFolderOfItsOwn(folder: string, work: () => Promise<void>): Promise<void> {
  const made = await makeLastFolder(folder);
  await take(folder);
  try {
    await work();
    await rm(join(folder, BEING_MADE));
  } catch (error) {
    // The first fault is the one to be told.
    await clear(folder, made).catch(() => undefined);
    throw error;
  }
}
