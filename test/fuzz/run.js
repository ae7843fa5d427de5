// `npm run fuzz`: builds the product, and runs main.ts beside it with its types stripped.
'use strict';

const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');
const { build } = require('../../scripts/build');

const OPTIONS = {
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  module: { type: 'commonjs' },
  sourceMaps: 'inline',
  swcrc: false,
  configFile: false,
};

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { ...OPTIONS, filename, sourceFileName: filename });
  module._compile(code, filename);
};

build().then(() => {
  process.setSourceMapsEnabled(true);
  require(join(__dirname, 'main.ts'));
});
