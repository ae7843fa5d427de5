// Integration suites share the machine with a running product: every port they open is one the system chose.
const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2022',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: false },
    },
    module: { type: 'commonjs' },
    sourceMaps: 'inline',
  },
];

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    '<rootDir>/test/deploy/sandbox/',
    '<rootDir>/test/engines/',
    '<rootDir>/test/faults/',
    '<rootDir>/test/peers/',
  ],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/engines/(cache|data)/'],
  transform: { '^.+\\.[cm]?[jt]sx?$': swc },
  // ES modules, and a dynamic import of the planner, which jest cannot run untransformed.
  transformIgnorePatterns: ['/node_modules/(?!(jose|@graphql-hive/router-runtime)/)'],
  moduleNameMapper: {
    '^@flow/(platform|schema|demo|engines|app|bench)/(.*)$': '<rootDir>/$1/src/$2',
    '^@flow/(patients|ipm|beds|gateway)/(.*)$': '<rootDir>/services/$1/src/$2',
  },
  // A guard against what hangs, on a machine that does other things; no measure of speed.
  testTimeout: 180000,
};
