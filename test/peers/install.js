// Puts on the machine what `npm run test:peers` talks to: Debian's python3-hl7, and HAPI HL7v2 with a JDK to run it.
// Safe to run again: it does nothing where everything is there. It never lets the tests pass by leaving something out.
'use strict';

const { existsSync, mkdirSync, readdirSync, rmSync, statSync } = require('node:fs');
const { join } = require('node:path');
const { installPrograms, run } = require('../installing/debian');

const HAPI = join(__dirname, 'hapi');
const LIB = join(HAPI, 'target', 'lib');
const CLASSES = join(HAPI, 'target', 'classes');
const FETCH = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Debian's package by the program that it brings. */
const PROGRAMS = { mllp_send: 'python3-hl7', javac: 'openjdk-17-jdk-headless', mvn: 'maven' };

/** The jars are there when they are younger than the file that names them. */
function fetchJars() {
  const pom = join(HAPI, 'pom.xml');
  const isFresh = existsSync(join(LIB, '.fetched')) && statSync(join(LIB, '.fetched')).mtimeMs > statSync(pom).mtimeMs;
  if (isFresh) return;
  rmSync(LIB, { recursive: true, force: true });
  run('Fetching HAPI', 'mvn', '-q', '-B', '-f', pom, FETCH, `-DoutputDirectory=${LIB}`);
  run('Marking', 'touch', join(LIB, '.fetched'));
}

function compile() {
  const folder = join(HAPI, 'src', 'peers');
  const sources = readdirSync(folder).map((file) => join(folder, file));
  mkdirSync(CLASSES, { recursive: true });
  run('Compiling', 'javac', '-Xlint:all', '-Werror', '-cp', join(LIB, '*'), '-d', CLASSES, ...sources);
}

installPrograms('The tests against other programs', PROGRAMS);
fetchJars();
compile();
