import type { Environment } from '@flow/platform/config/load-config';
import { createLog } from '@flow/platform/telemetry/log';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { AppConfig } from '../product/app-config';
import { openProduct } from '../product/open-product';
import type { OnProgress } from './rebuild-there';

/** Opens the data folder, nobody having it open, and rebuilds. Nothing listens meanwhile. */
export async function rebuildHere(
  config: AppConfig,
  env: Environment,
  service: string,
  onProgress: OnProgress,
): Promise<{ readonly events: number }> {
  const services = (['patients', 'beds', 'ipm', 'gateway'] as const).filter((name) => name === service);
  if (services.length === 0)
    throw new OperatorError(`There is a rebuild of patients, beds, ipm and gateway, not of ${service}.`);
  const open = await openProduct(
    { ...config, services, demonstration: false },
    { ...env, MLLP: 'false' },
    createLog({ level: 'warn' }),
  );
  try {
    const [only] = open.services;
    if (only?.rebuild === undefined) throw new OperatorError(`${service} has nothing to rebuild.`);
    return await only.rebuild(onProgress);
  } finally {
    await open.closing.all();
  }
}
