import { openEngines, type OpenEngines } from '@flow/app/product/open-product';
import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import { hostileByEnvironment } from '@flow/platform/engines/testing';
import { openEventStoreDb } from '@flow/platform/event-store/eventstoredb/event-store-db';
import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import { join } from 'node:path';
import { startEngines } from './engines-running';
import { everyEvent } from './every-event';
import { newFolder, removeFolder, startHere, type ProductHere } from './product-here';
import { storedEvents } from './stored-events';

/** A product of one journey with all that it keeps, on engines of either kind. */
export interface Site {
  readonly here: ProductHere;
  /** All that its services have written down. */
  readonly stored: () => Promise<readonly RecordedEvent[]>;
  /** Nothing of it stays. */
  readonly close: () => Promise<void>;
}

export type OpenSite = () => Promise<Site>;

/** As awkward as their ports allow, where the environment asks for that. */
const openEmbedded: OpenEngines = async (config, log, metrics) => {
  const hostile = hostileByEnvironment();
  return hostile === undefined
    ? openEngines(config, log, metrics)
    : openEmbeddedEngines({ folder: config.dataDir, hostile });
};

export const openEmbeddedSite: OpenSite = async () => {
  const folder = await newFolder();
  const here = await startHere(folder, {}, openEmbedded);
  return {
    here,
    stored: async () => storedEvents(folder, ['']),
    async close() {
      await here.stop();
      await removeFolder(folder);
    },
  };
};

/** On engines of its own, each in a process of its own. */
export const openSiteOnEngines: OpenSite = async () => {
  const engines = await startEngines();
  const here = await startHere(join(engines.folder, 'product'), engines.env());
  return {
    here,
    async stored() {
      const store = openEventStoreDb({ connectionString: engines.of('eventStore').url });
      return everyEvent(store, ['']).finally(async () => store.close());
    },
    async close() {
      await here.stop();
      await engines.stop();
    },
  };
};
