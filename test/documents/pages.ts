import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

export interface Page {
  /** From the root of the checkout. */
  readonly path: string;
  readonly text: string;
}

const SKIPPED = /(^|\/)(node_modules|dist|data|\.git)(\/|$)/;

/** Every page of the product's own documents. */
export const pages = (): readonly Page[] =>
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !SKIPPED.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

/** The targets of a page's links to our own files, from the root of the checkout. */
export const linksOf = ({ path, text }: Page): readonly string[] =>
  [...text.matchAll(/\]\(([^)#\s]+)(#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(path), target));

export interface Evidence {
  readonly file: string;
  readonly title: string;
}

/** What a page names as `file` › title of a test. */
export const evidenceOf = ({ text }: Page): readonly Evidence[] =>
  [...text.matchAll(/`([\w./-]+\.test\.ts)` › ([^;|\n]+)/g)].map(([, file = '', title = '']) => ({
    file,
    title: title.trim(),
  }));

/** A block of commands that a reader types, and what it says will be seen, if anything. */
export interface Steps {
  readonly commands: string;
  readonly seen: readonly string[];
}

/** The blocks marked `sh run`, each with the block of text that follows it. */
export const stepsOf = ({ text }: Page): readonly Steps[] =>
  [...text.matchAll(/```sh run\n([\s\S]*?)```(?:\n+```text\n([\s\S]*?)```)?/g)].map(([, commands = '', seen = '']) => ({
    commands,
    seen: seen.split('\n').filter((line) => line.trim() !== ''),
  }));
