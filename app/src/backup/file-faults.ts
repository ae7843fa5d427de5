import { OperatorError } from '@flow/platform/values/operator-error';
import { z } from 'zod';

const faultSchema = z.object({
  code: z.string().optional(),
  path: z.string().optional(),
  dest: z.string().optional(),
  cause: z.unknown().optional(),
});

const ROOM = 'Make room there, or name another place';
const RIGHTS = 'Run it as the user who owns the data folder, and who may write into the other one';
const DISK = 'Look whether that disk works and has room, or name another place';
const PLACE = 'Name another place';

/** Of a code of the operating system or of SQLite: what it says, and what to do. */
const KNOWN: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  ENOSPC: ['the disk is full', ROOM],
  EDQUOT: ['this user may have no more of the disk', ROOM],
  EFBIG: ['a file may not become that large', ROOM],
  SQLITE_FULL: ['the disk is full', ROOM],
  EACCES: ['this user may not do that', RIGHTS],
  EPERM: ['this user may not do that', RIGHTS],
  SQLITE_READONLY: ['this user may not write there', RIGHTS],
  SQLITE_CANTOPEN: ['a store cannot be opened', RIGHTS],
  EROFS: ['nothing can be written to that disk', PLACE],
  ENOTDIR: ['there is a file where a folder is meant', PLACE],
  EISDIR: ['there is a folder where a file is meant', PLACE],
  ENAMETOOLONG: ['the name is too long', PLACE],
  ENOENT: ['it is not there', 'Look whether it was moved or removed meanwhile'],
  EIO: ['the disk does not read or write', DISK],
  // Also what SQLite says of a full disk that it wanted to map.
  SQLITE_IOERR: ['the disk does not read or write, or is full', DISK],
  SQLITE_CORRUPT: ['a store is damaged', 'Put a backup in its place'],
  SQLITE_NOTADB: ['a store is damaged', 'Put a backup in its place'],
  SQLITE_BUSY: ['another process has held a store for too long', 'Try it when less goes on'],
};

/** `SQLITE_IOERR_WRITE` is an `SQLITE_IOERR`. */
const knownOf = (code: string) => KNOWN[code] ?? KNOWN[code.split('_').slice(0, 2).join('_')];

/** What went wrong with which file, and what to do; undefined for what is no fault of a file. */
export function fileFault(error: unknown): string | undefined {
  const { success, data } = faultSchema.safeParse(error);
  if (!success) return undefined;
  const known = data.code === undefined ? undefined : knownOf(data.code);
  if (known === undefined || data.code === undefined) return fileFault(data.cause);
  const [reason, remedy] = known;
  const place = [data.path, data.dest].filter((path) => path !== undefined).join(' to ');
  return `${place === '' ? '' : `${place}: `}${reason} (${data.code}). ${remedy}`;
}

/** Does the work. Throws OperatorError for a fault of a file: what was being done, what was wrong, and what to do. */
export async function namingFaults<T>(what: string, then: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const fault = error instanceof OperatorError ? undefined : fileFault(error);
    if (fault === undefined) throw error;
    throw new OperatorError(`${what}: ${fault}, ${then}.`, { cause: error });
  }
}
