// The product on engines that others built, each in a process of its own. `npm run engines` puts them on the machine.
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/engines/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  globalSetup: '<rootDir>/test/product/build-first.js',
  testTimeout: 240000,
};
