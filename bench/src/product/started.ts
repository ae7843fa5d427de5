import { appConfig } from '@flow/app/product/app-config';
import { ensurePartners, hospitalOf } from '@flow/app/product/first-start';
import { startProduct, type Product } from '@flow/app/product/start-product';
import { loadConfig } from '@flow/platform/config/load-config';
import { silentLog } from '@flow/platform/telemetry/log';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { engineKind } from '../harness/engine-kinds';
import { withoutPace } from './without-pace';

export interface StartOptions {
  readonly folder: string;
  readonly engines: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** The whole product in this process, of the demonstration's hospital, on ports that the system chooses. */
export async function startedProduct({ folder, engines, env = {} }: StartOptions): Promise<Product> {
  const told = {
    ...{ NODE_ENV: 'development', DATA_DIR: folder, DEMO: 'off' },
    ...{ PORT: '0', IPM_PORT: '0', CORPORA_PORT: '0', ...env },
  };
  const config = loadConfig(appConfig, told);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(config.partnersDir)) {
    ensurePartners(config, hospitalOf(config));
    withoutPace(join(config.partnersDir, 'ipm.json'));
  }
  return startProduct(config, told, silentLog, {
    openEngines: () => engineKind(engines).open(join(folder, 'engines')),
  });
}
