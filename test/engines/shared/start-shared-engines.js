// Before the suites of the services: engines that all of them share, each test with a store, a database and topics of its own.
'use strict';

const { mkdtemp } = require('node:fs/promises');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { build } = require('../../../scripts/build');
const running = require('./shared-engines');

/** What jest calls here knows nothing of TypeScript: it takes the engines as they are built. */
module.exports = async function start() {
  await build();
  const { eventStoreStandIn } = require('@flow/engines/event-store/engine');
  const { kafka } = require('@flow/engines/kafka/kafka');
  const { mongodb } = require('@flow/engines/mongodb/mongodb');
  running.folder = await mkdtemp(join(tmpdir(), 'flow-shared-engines-'));
  const started = {};
  for (const engine of [eventStoreStandIn, kafka, mongodb]) {
    await engine.install((line) => process.stdout.write(`${line}\n`));
    started[engine.name] = await engine.start({ folder: join(running.folder, engine.name) });
    running.engines.push(started[engine.name]);
  }
  process.env.FLOW_ENGINES = JSON.stringify({
    eventStores: started[eventStoreStandIn.name].control,
    kafka: started[kafka.name].url,
    mongodb: started[mongodb.name].url,
  });
};
