import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface SourceFile {
  /** From the root of the checkout, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const ROOT = join(__dirname, '..', '..');
const isProduct = (path: string) =>
  path.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(path) && !/(^|\/)(node_modules|dist|testing)\//.test(path);

/** Every file of the product itself, without its tests. */
export function productFiles(): SourceFile[] {
  return ['platform', 'schema', 'services', 'demo', 'engines', 'app'].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .map((path) => `${top}/${path.split(sep).join('/')}`)
      .filter((path) => path.includes('/src/') && isProduct(path))
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') })),
  );
}

/** What a file imports, however it is written. */
export function importsOf({ text }: SourceFile): string[] {
  const forms = [/\bfrom '([^']+)'/g, /\bimport '([^']+)'/g, /\bimport\('([^']+)'\)/g, /\brequire\('([^']+)'\)/g];
  return forms.flatMap((form) => [...text.matchAll(form)].map(([, target = '']) => target));
}
