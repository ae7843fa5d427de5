// Turns every TypeScript file of the product into JavaScript in the dist folder beside its src, where it is out of date.
// Types are checked by `npm run typecheck`; this only strips them, in well under a second.
'use strict';

const { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const ROOT = join(__dirname, '..');
const OPTIONS = {
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: false },
  },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
  inlineSourcesContent: false,
  swcrc: false,
  configFile: false,
};

function sourceFolders() {
  const services = readdirSync(join(ROOT, 'services'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join('services', name, 'src'));
  return ['platform/src', 'schema/src', 'demo/src', 'engines/src', 'app/src', 'bench/src', ...services];
}

const isSource = (path) => path.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(path);

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function stale() {
  return sourceFolders().flatMap((folder) =>
    (statSync(join(ROOT, folder), { throwIfNoEntry: false })
      ? readdirSync(join(ROOT, folder), { recursive: true })
      : []
    )
      .filter(isSource)
      .map((path) => ({
        from: join(ROOT, folder, path),
        to: join(ROOT, folder.replace(/src$/, 'dist'), path.replace(/\.ts$/, '.js')),
      }))
      .filter(({ from, to }) => modified(to) <= modified(from)),
  );
}

/** Written beside and renamed, so that a program that starts at the same moment never reads half a file. */
function put(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.${process.pid}.new`;
  writeFileSync(beside, text);
  renameSync(beside, path);
}

async function build() {
  const files = stale();
  if (files.length === 0) return 0;
  const swc = require('@swc/core');
  await Promise.all(
    files.map(async ({ from, to }) => {
      const { code } = await swc.transformFile(from, { ...OPTIONS, filename: from, sourceFileName: from });
      put(to, code);
    }),
  );
  return files.length;
}

module.exports = { build };
if (require.main === module) build().then((count) => process.stdout.write(`built ${count} files\n`));
