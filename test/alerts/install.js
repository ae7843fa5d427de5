// Puts promtool on the machine, which `npm run test:alerts` checks and tests the alert rules with: Debian's prometheus.
// It never lets the rules pass untested.
'use strict';

const { spawnSync } = require('node:child_process');

const isThere = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function run(what, command, ...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env });
  if (status !== 0) fail(`${what} failed:\n${`${stdout ?? ''}${stderr ?? ''}`.split('\n').slice(-20).join('\n')}`);
}

if (!isThere('promtool')) {
  if (process.getuid() !== 0 || !isThere('apt-get')) {
    fail('The alert rules are tested with promtool. Install prometheus, or run this as root on Debian.');
  }
  run('apt-get update', 'apt-get', 'update', '-qq');
  run('apt-get install', 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', 'prometheus');
}
