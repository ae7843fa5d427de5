// What start.js started and stop.js stops: jest calls both in one process.
'use strict';

module.exports = { engines: [], folder: undefined };
