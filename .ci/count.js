// Prints "passed failed" of a part: jest's own counts where it wrote them, else one part by its exit status.
'use strict';

const { existsSync, readFileSync } = require('node:fs');

const [, , file, status] = process.argv;
if (existsSync(file)) {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests } = JSON.parse(
    readFileSync(file, 'utf8'),
  );
  // A suite that could not start, a test that did not run and a run that ended badly all count as failures.
  const failures = numFailedTests + numPendingTests + (numFailedTests === 0 ? numFailedTestSuites : 0);
  process.stdout.write(`${numPassedTests} ${failures === 0 && status !== '0' ? 1 : failures}`);
} else {
  process.stdout.write(status === '0' ? '1 0' : '0 1');
}
