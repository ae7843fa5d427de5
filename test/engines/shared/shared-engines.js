// What start-shared-engines.js started and stop-shared-engines.js stops: jest calls both in one process.
'use strict';

module.exports = { engines: [], folder: undefined };
