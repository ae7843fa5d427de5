import type { Environment } from '@flow/platform/config/load-config';
import { createLog } from '@flow/platform/telemetry/log';
import { OperatorError } from '@flow/platform/values/operator-error';
import { refuseAbsentData } from '../commands/absent-data';
import type { AppConfig } from '../product/app-config';
import { openProduct, type OpenEngines } from '../product/open-product';
import type { ServiceName } from '../product/service-names';
import type { OnProgress } from './rebuild-there';

interface Here {
  readonly onProgress: OnProgress;
  readonly open?: OpenEngines;
}

/**
 * Opens the service over the stores of the product, and rebuilds. Nothing listens meanwhile. A folder is its process's alone;
 * where servers hold the stores, the service may run elsewhere at the same time, and shows what was built when that is whole.
 * Throws OperatorError where there are no such stores.
 */
export async function rebuildHere(
  config: AppConfig,
  env: Environment,
  service: ServiceName,
  { onProgress, open }: Here,
): Promise<{ readonly events: number }> {
  refuseAbsentData(config);
  const product = await openProduct(
    { ...config, services: [service], demonstration: false },
    { ...env, MLLP: 'false' },
    createLog({ level: 'warn' }),
    { openEngines: open },
  );
  try {
    const [only] = product.services;
    if (only?.rebuild === undefined) throw new OperatorError(`${service} has nothing to rebuild.`);
    return await only.rebuild(onProgress);
  } finally {
    await product.closing.all();
  }
}
