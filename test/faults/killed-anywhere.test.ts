import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import { crashSuite } from '../product/killed-anywhere/crash-suite';
import { newFolder, removeFolder } from '../product/product-here';

describe('the product on embedded engines, killed', () => {
  crashSuite({
    async start() {
      const folder = await newFolder();
      return {
        ...{ folder, env: {} },
        open: async () => openEmbeddedEngines({ folder }),
        stop: async () => removeFolder(folder),
      };
    },
    firstStart: [
      ...['make:after::1', 'document:before:read-models:1', 'document:after:read-models:1'],
      ...['append:before:occupancy-:1', 'append:after:occupancy-:1'],
      ...['append:before:userScopes-:1', 'append:after:userScopes-:1'],
      ...['topic:after::1', 'publish:before:beds:1', 'publish:after:beds:1'],
    ],
  });
});
