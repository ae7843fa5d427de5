import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startProduct, type StartedProduct, type StartingProduct } from '../started-product';

/** A process of the product that has loaded everything and waits to begin, so that a test that kills many waits for none of them to load. */
export interface Standby {
  /** Begins, to die at that moment (crash-points.js), or at none. Rejects with EndedAtStart where it dies before it is ready. */
  begin(crashAt?: string): Promise<StartedProduct>;
}

let made = 0;

/** The data folder may be in use: it is opened when this one begins. */
export function startStandby({ folder, env = {} }: StartingProduct, ordersFolder: string): Standby {
  made += 1;
  const orders = join(ordersFolder, `orders-${made}`);
  const starting = startProduct({ folder, env: { ...env, CRASH_ORDERS: orders }, startsWithinMs: 180_000 });
  // It is not looked at before it has begun.
  starting.catch(() => undefined);
  return {
    async begin(crashAt = '') {
      await writeFile(`${orders}.new`, crashAt);
      await rename(`${orders}.new`, orders);
      return starting;
    },
  };
}
