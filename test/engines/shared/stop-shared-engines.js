'use strict';

const { rm } = require('node:fs/promises');
const running = require('./shared-engines');

module.exports = async function stop() {
  await Promise.allSettled(running.engines.map((engine) => engine.stop()));
  if (running.folder) await rm(running.folder, { recursive: true, force: true, maxRetries: 5 });
};
