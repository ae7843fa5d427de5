// `node scripts/run.js app/main …`: checks the machine, builds what is out of date, and runs that entry of dist.
'use strict';

var preflight = require('./preflight');
var reason = preflight.unsupported(preflight.factsOfThisMachine());
if (reason) {
  process.stderr.write(reason + '\n');
  process.exit(1);
}

var entry = process.argv[2].split('/');
process.argv.splice(1, 2, entry.join('/'));
require('./build')
  .build()
  .then(function () {
    process.setSourceMapsEnabled(true);
    require(require('node:path').join(__dirname, '..', entry[0], 'dist', entry.slice(1).join('/') + '.js'));
  })
  .catch(function (error) {
    process.stderr.write('The build failed: ' + error.message + '\n');
    process.exit(1);
  });
