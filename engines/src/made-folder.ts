import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OperatorError } from '@flow/platform/values/operator-error';

const MARK = 'made-by-npm-run-engines.txt';
const MARK_TEXT = 'npm run engines made this folder, keeps the data of an engine in it, and removes it with --clean.\n';
/** The second stood in these folders before there was a mark. */
const OURS: readonly string[] = [MARK, 'running.json'];

/** `foreign`: somebody else's files stand there, or files of nobody knows whom. */
export type Whose = 'nobody' | 'ours' | 'foreign';

/** Whose the folder of an engine is, by the mark in it. `nobody` where it is absent or empty. Throws what the system refuses. */
export function whoseIs(folder: string): Whose {
  const held = existsSync(folder) ? readdirSync(folder) : [];
  if (held.length === 0) return 'nobody';
  return held.some((name) => OURS.includes(name)) ? 'ours' : 'foreign';
}

/** Throws OperatorError where the folder is somebody else's: an engine would write among their files, and --clean remove them. */
export function refuseForeign(folder: string): void {
  if (whoseIs(folder) !== 'foreign') return;
  throw new OperatorError(
    `${folder} holds files that npm run engines did not put there, and nothing in it was touched. Name another folder with --data.`,
  );
}

/** Makes the folder where it is absent, and marks it as ours. Throws OperatorError where it is somebody else's. */
export function makeFolder(folder: string): void {
  refuseForeign(folder);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, MARK), MARK_TEXT);
}

/** Removes the folder with all that is in it, if it is ours. Throws OperatorError where it is somebody else's. */
export function removeFolder(folder: string): void {
  refuseForeign(folder);
  if (whoseIs(folder) === 'nobody') return;
  // The mark goes last: a removal that is cut off can be done again.
  const others = readdirSync(folder).filter((name) => name !== MARK);
  for (const name of others) rmSync(join(folder, name), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
}
