// The image, built and run by its own Dockerfile's steps, and the files of a cluster held against Kubernetes' own schemas. What they need
// has to be on the machine first: test/deploy/install.js sees to that.
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/deploy/sandbox/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  testTimeout: 240000,
};
