// Puts on the machine what `npm run test:deploy` needs: bubblewrap, Kubernetes' own schemas, and the Node of the Dockerfile.
// Safe to run again: it does nothing where everything is there. It never lets the tests pass by leaving something out.
'use strict';

const { copyFileSync, existsSync, mkdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { installPrograms, run } = require('../installing/debian');

const TARGET = join(__dirname, 'target');
const SCHEMAS = 'kubernetes-validate==1.37.0';
const NODE = /^ARG BUILD=node:(\d+\.\d+\.\d+)-/m.exec(
  readFileSync(join(__dirname, '..', '..', 'deploy', 'Dockerfile'), 'utf8'),
)[1];

/** Debian's package by the program that it brings. */
const PROGRAMS = { bwrap: 'bubblewrap', openssl: 'openssl', python3: 'python3', pip3: 'python3-pip' };

function installSchemas() {
  const folder = join(TARGET, SCHEMAS);
  if (existsSync(join(folder, 'kubernetes_validate'))) return;
  run('Fetching the schemas', 'pip3', 'install', '--quiet', '--target', folder, SCHEMAS);
}

/** The very version that the image has, from the registry. */
function installNode() {
  const file = join(TARGET, `node-${NODE}`);
  if (existsSync(file)) return;
  const find = [
    '--yes',
    '--ignore-scripts=false',
    '-p',
    `node@${NODE}`,
    'sh',
    '-c',
    'readlink -f "$(command -v node)"',
  ];
  const from = run(`Fetching Node ${NODE}`, 'npx', ...find);
  mkdirSync(TARGET, { recursive: true });
  copyFileSync(from, file);
}

installPrograms('The tests of deploy/', PROGRAMS);
installSchemas();
installNode();
