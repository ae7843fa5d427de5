// What the test suites that need other people's programs put on the machine first: Debian's packages, as root. Where that cannot be,
// it is said in one line with what is missing; a suite never passes by leaving something out.
'use strict';

const { spawnSync } = require('node:child_process');

const isThere = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Runs it to its end and gives what it printed; ends this process with its last lines where it fails. */
function run(what, command, ...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env });
  if (status !== 0) fail(`${what} failed:\n${`${stdout ?? ''}${stderr ?? ''}`.split('\n').slice(-20).join('\n')}`);
  return stdout.trim();
}

/** `packages`: Debian's package by the program that it brings. `what`: who needs them, as a sentence begins with it. */
function installPrograms(what, packages) {
  const missing = Object.keys(packages).filter((program) => !isThere(program));
  if (missing.length === 0) return;
  const wanted = missing.map((program) => packages[program]);
  if (process.getuid() !== 0 || !isThere('apt-get')) {
    fail(`${what} need ${missing.join(', ')}. Install ${wanted.join(' ')}, or run this as root on Debian.`);
  }
  run('apt-get update', 'apt-get', 'update', '-qq');
  run('apt-get install', 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...wanted);
}

module.exports = { run, installPrograms };
