// `node deploy/image/assemble.js FROM TO`: copies what files.js lists out of a built checkout.
'use strict';

const { cpSync, existsSync, readdirSync } = require('node:fs');
const { join, relative } = require('node:path');
const { FILES, LEFT_OUT } = require('./files');

/** The paths that a line of the list stands for. */
function expand(root, line) {
  const [before, after] = line.split('/*/');
  if (after === undefined) return [line];
  const folders = readdirSync(join(root, before), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => `${before}/${name}/${after}`);
}

/** Throws Error, naming it, where something that the list names is not there. */
function assemble(from, to) {
  const isWanted = (path) => !LEFT_OUT.some((pattern) => pattern.test(relative(from, path)));
  for (const path of FILES.flatMap((line) => expand(from, line))) {
    if (!existsSync(join(from, path))) throw new Error(`The image needs ${path}, and it is not there. Build first.`);
    cpSync(join(from, path), join(to, path), { recursive: true, verbatimSymlinks: true, filter: isWanted });
  }
}

module.exports = { assemble, expand };
if (require.main === module) assemble(process.argv[2], process.argv[3]);
