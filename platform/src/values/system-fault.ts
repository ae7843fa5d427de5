/** What the operating system or SQLite said of a call that failed, in words for whoever runs the product. */
export interface SystemFault {
  /** As the system names it: `ENOSPC`, `SQLITE_CORRUPT`. */
  readonly code: string;
  /** The file or folder that it is about, where the error names it. */
  readonly path?: string;
  /** What is the matter, to stand after the path. */
  readonly what: string;
  /** What to do, as a sentence. */
  readonly remedy: string;
}

type Words = readonly [what: string, remedy: string];

const FULL: Words = ['the disk is full', 'Make room on it.'];
const TOO_LARGE: Words = ['a file may not become that large', 'Raise the limit of file sizes (ulimit -f).'];
const NO_RIGHT: Words = [
  'the user that this runs as has no right to it',
  'Give that user the right, or name another place.',
];
const READ_ONLY: Words = ['its disk cannot be written', 'Mount it to be written, or name another place.'];
const FAILED: Words = ['the disk failed', 'Look at the disk; where it stays so, restore the newest backup on another.'];
/** SQLite says so too of a full disk, where it wanted to map a file. */
const FAILED_OR_FULL: Words = ['the disk failed, or is full', 'Make room on it, and look whether it works.'];
const DAMAGED: Words = [
  'the file is damaged, or was not written by this product',
  'Move the data folder away, keep it, and restore the newest backup.',
];
const MANY: Words = ['too many files are open', 'Raise the limit of open files (ulimit -n).'];

/** Codes of SQLite stand for all that begin like them: `SQLITE_IOERR` for `SQLITE_IOERR_WRITE`. */
const WORDS: Readonly<Partial<Record<string, Words>>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  SQLITE_FULL: FULL,
  EFBIG: TOO_LARGE,
  EACCES: NO_RIGHT,
  EPERM: NO_RIGHT,
  SQLITE_PERM: NO_RIGHT,
  SQLITE_AUTH: NO_RIGHT,
  EROFS: READ_ONLY,
  SQLITE_READONLY: READ_ONLY,
  EIO: FAILED,
  SQLITE_IOERR: FAILED_OR_FULL,
  SQLITE_CORRUPT: DAMAGED,
  SQLITE_NOTADB: DAMAGED,
  EMFILE: MANY,
  ENFILE: MANY,
  ENOENT: ['there is no such file or folder', 'Make it, or name another.'],
  ENOTDIR: ['a part of this path is a file where a folder has to be', 'Move that file away, or name another folder.'],
  EEXIST: ['something of that name is there already', 'Move it away, or name another.'],
  EISDIR: ['it is a folder where a file has to be', 'Name a file.'],
  ENAMETOOLONG: ['the name is too long', 'Name a shorter one.'],
  SQLITE_CANTOPEN: ['the file cannot be opened', 'See that it is a file that the user that this runs as may write.'],
  SQLITE_BUSY: ['another program holds the file', 'Stop that one, or wait until it is done.'],
  SQLITE_LOCKED: ['another program holds the file', 'Stop that one, or wait until it is done.'],
};

const CAUSES = 5;

const wordsOf = (code: string): Words | undefined => WORDS[code] ?? WORDS[code.split('_').slice(0, 2).join('_')];

const textIn = (error: object, field: 'code' | 'path' | 'dest'): string | undefined => {
  const value: unknown = Reflect.get(error, field);
  return typeof value === 'string' ? value : undefined;
};

/** The error, and what caused it. By its shape: errors of the system are of another realm under some runners. */
function* chainOf(error: unknown): Generator<object> {
  let at = error;
  for (let depth = 0; typeof at === 'object' && at !== null && depth < CAUSES; depth += 1) {
    yield at;
    at = 'cause' in at ? at.cause : undefined;
  }
}

/** What can only be said of a file that is written: of a copy, which names two, it is the second. */
const OF_WRITING: ReadonlySet<Words> = new Set([FULL, TOO_LARGE, READ_ONLY]);

function pathIn(chain: readonly object[], words: Words): string | undefined {
  const named = (field: 'path' | 'dest') => chain.map((each) => textIn(each, field)).find((each) => each !== undefined);
  return (OF_WRITING.has(words) ? named('dest') : undefined) ?? named('path');
}

/** What of the system is behind an error; undefined where nothing is that there are words for. */
export function systemFaultOf(error: unknown): SystemFault | undefined {
  const chain = [...chainOf(error)];
  for (const each of chain) {
    const code = textIn(each, 'code');
    const words = code === undefined ? undefined : wordsOf(code);
    if (code === undefined || !words) continue;
    const path = pathIn(chain, words);
    return { code, ...(path !== undefined && { path }), what: words[0], remedy: words[1] };
  }
  return undefined;
}

/**
 * One line for whoever runs the product: where, what is the matter, what to do. `place` is said where the error names no file.
 * Undefined where it is no fault of the system's.
 */
export function systemSentence(error: unknown, place?: string): string | undefined {
  const fault = systemFaultOf(error);
  if (!fault) return undefined;
  const { code, path = place, what, remedy } = fault;
  const told = path === undefined ? `${what.charAt(0).toUpperCase()}${what.slice(1)}` : `${path}: ${what}`;
  return `${told} (${code}). ${remedy}`;
}
