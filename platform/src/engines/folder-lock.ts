import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '../values/operator-error';
import { holdFile, type HeldFile } from './sqlite';

/** Another process works on the folder: two would each keep half of the truth. */
export class FolderInUse extends OperatorError {
  constructor(
    readonly folder: string,
    readonly pid: string,
  ) {
    super(`The data folder ${folder} is in use by process ${pid}. Stop that process, or give this one another folder.`);
  }
}

/** Who holds it is told by a file beside the lock, which the holder alone writes. */
function holderOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim() || 'unknown';
  } catch {
    return 'unknown';
  }
}

/** Takes the folder for this process. The lock goes with the process, also by kill -9. Throws FolderInUse. */
export function lockFolder(folder: string): HeldFile {
  const pidFile = join(folder, 'lock.pid');
  const held = holdFile(join(folder, 'lock'));
  if (!held) throw new FolderInUse(folder, holderOf(pidFile));
  writeFileSync(pidFile, `${process.pid}\n`);
  return held;
}
