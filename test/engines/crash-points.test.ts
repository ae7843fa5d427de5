import { appConfig } from '@flow/app/product/app-config';
import { loadConfig } from '@flow/platform/config/load-config';
import { openRealEngines } from '@flow/platform/engines/real-engines';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { join } from 'node:path';
import { crashSuite, type Underneath } from '../product/killed-anywhere/crash-suite';
import { startEngines } from '../product/engines-running';

async function start(): Promise<Underneath> {
  const engines = await startEngines();
  return {
    folder: join(engines.folder, 'product'),
    env: engines.env(),
    async open() {
      const { engines: addresses } = loadConfig(appConfig, engines.env());
      if (addresses === undefined) throw new Error('No engines are named.');
      return openRealEngines({ addresses, log: silentLog, metrics: createMetrics() });
    },
    stop: () => engines.stop(),
  };
}

describe('the product on engines that others built, killed', () => {
  crashSuite({
    start,
    firstStart: [
      ...['append:before:site-key:1', 'append:after:site-key:1'],
      ...['append:before:storeIdentity-:1', 'append:after:storeIdentity-:1'],
      ...['make:after::1', 'document:before:read-models:1', 'document:after:read-models:1'],
      ...['append:before:occupancy-:1', 'append:after:occupancy-:1'],
      ...['append:before:userScopes-:1', 'append:after:userScopes-:1'],
      ...['topic:after::1', 'publish:before:beds:1', 'publish:after:beds:1'],
    ],
  });
});
