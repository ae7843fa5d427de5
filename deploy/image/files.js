// What goes into the image, and nothing else: paths from the root of the checkout, after a build and with production's packages.
// No sources, no tests, no demonstration hospital: a start without HOSPITAL_DIR fails instead of inventing beds.
'use strict';

/** A `*` stands for one folder. */
const FILES = [
  'package.json',
  'app/package.json',
  'app/dist',
  'platform/package.json',
  'platform/dist',
  'schema/package.json',
  'schema/dist',
  'demo/package.json',
  'demo/dist',
  'services/*/package.json',
  'services/*/dist',
  'node_modules',
  'deploy/image/healthcheck.js',
];

/** What packages bring and no program reads: types, maps, builds for other systems. Licences stay. */
const LEFT_OUT = [
  /\.d\.[cm]?ts$/,
  /node_modules\/.*\.map$/,
  /node_modules\/\.bin$/,
  /[.-]darwin-[^/]*\.node$/,
  /node_modules\/@libsql\/[^/]*-musl$/,
  /node_modules\/@flow\/engines$/,
];

module.exports = { FILES, LEFT_OUT };
