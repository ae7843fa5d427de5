// The services' own suites once more, on engines that others built: what they promise must not hang on the embedded ones.
const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/platform/src/{decider,running,tasks}/**/*.test.ts', '<rootDir>/services/*/src/**/*.test.ts'],
  testPathIgnorePatterns: [...base.testPathIgnorePatterns, '/src/domain/'],
  globalSetup: '<rootDir>/test/engines/shared/start-shared-engines.js',
  globalTeardown: '<rootDir>/test/engines/shared/stop-shared-engines.js',
  testTimeout: 240000,
};
