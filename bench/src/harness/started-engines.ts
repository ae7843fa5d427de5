import { engineAddresses, engineSettings } from '@flow/platform/engines/engine-addresses';
import type { Engines } from '@flow/platform/engines/engines';
import { openRealEngines } from '@flow/platform/engines/real-engines';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { z } from 'zod';
import { startServers } from './started-servers';

const settings = z.object(engineSettings);

/** Engines of processes of their own; those that were started here are stopped when they are closed. */
export async function openStartedEngines(folder: string): Promise<Engines> {
  const servers = await startServers(folder);
  try {
    const addresses = engineAddresses(settings.parse({ ...process.env, ...servers.env }));
    if (addresses === undefined) throw new Error('The engines that were started are not all named.');
    const engines = await openRealEngines({ addresses, log: silentLog, metrics: createMetrics() });
    return {
      ...engines,
      async close() {
        await engines.close();
        await servers.stop();
      },
    };
  } catch (error) {
    await servers.stop();
    throw error;
  }
}
