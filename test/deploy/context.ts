import { cpSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './dockerfile';

export interface Context {
  /** What the build is given. */
  readonly given: readonly string[];
  readonly keeps: (path: string) => boolean;
}

/** `.dockerignore` as far as ours goes: nothing but what is named, and of that not what is named after it. */
export function readContext(text = readFileSync(join(ROOT, '.dockerignore'), 'utf8')): Context {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  if (lines[0] !== '*') throw new Error('.dockerignore does not begin by leaving everything out.');
  const given = lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const without = lines.slice(1 + given.length).map((line) => {
    const pattern = line.replace(/[.]/g, '\\.').replace(/^\*\*\//, '(.*/)?');
    return new RegExp(`^${pattern.replace(/(?<![.)])\*/g, '[^/]*')}(/|$)`);
  });
  const isGiven = (path: string) => given.some((each) => path === each || path.startsWith(`${each}/`));
  return { given, keeps: (path) => isGiven(path) && !without.some((pattern) => pattern.test(path)) };
}

/** Copies what a build of the image would be given. */
export function copyContext(to: string): void {
  const { given, keeps } = readContext();
  for (const path of given)
    cpSync(join(ROOT, path), join(to, path), { recursive: true, filter: (from) => keeps(relative(ROOT, from)) });
}

/** Every file under a folder, from there. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path), { throwIfNoEntry: false })?.isFile(),
  );
