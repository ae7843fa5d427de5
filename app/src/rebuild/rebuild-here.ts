import type { Environment } from '@flow/platform/config/load-config';
import { createLog } from '@flow/platform/telemetry/log';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { AppConfig } from '../product/app-config';
import { startProduct } from '../product/start-product';
import type { OnProgress } from './rebuild-there';

/** Opens the data folder, nobody having it open, and rebuilds. Nothing listens meanwhile. */
export async function rebuildHere(
  config: AppConfig,
  env: Environment,
  service: string,
  onProgress: OnProgress,
): Promise<{ readonly events: number }> {
  const services = (['patients', 'beds', 'ipm'] as const).filter((name) => name === service);
  if (services.length === 0)
    throw new OperatorError(`There is a rebuild of patients, beds and ipm, not of ${service}.`);
  const product = await startProduct({ ...config, services, demonstration: false }, env, createLog({ level: 'warn' }));
  try {
    const [only] = product.services;
    if (only?.rebuild === undefined) throw new OperatorError(`${service} has nothing to rebuild.`);
    return await only.rebuild(onProgress);
  } finally {
    await product.stop();
  }
}
