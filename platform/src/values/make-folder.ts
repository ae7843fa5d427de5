import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** What cannot be looked at is none: why not is said by the attempt to make it. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/**
 * Makes a folder and those above it, for its owner alone; one that is there stays as it is. Throws the system's error, with the
 * path. Node's own recursive one never ends below `/proc`, which says of each folder that the one above is missing.
 */
export function makeFolder(folder: string): void {
  const path = resolve(folder);
  if (isFolder(path)) return;
  const above = dirname(path);
  if (above !== path) makeFolder(above);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!isFolder(path)) throw error;
  }
}
