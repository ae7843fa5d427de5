import { appConfig } from '@flow/app/product/app-config';
import { ensurePartners, hospitalOf } from '@flow/app/product/first-start';
import { startProduct, type Product } from '@flow/app/product/start-product';
import { loadConfig } from '@flow/platform/config/load-config';
import { silentLog } from '@flow/platform/telemetry/log';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { engineKind } from '../harness/engine-kinds';

export interface StartOptions {
  readonly folder: string;
  readonly engines: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
}

const partner = z.looseObject({ limits: z.looseObject({}).default({}) });

/** A partner may usually send 2,000 messages a second, which is what would be measured. */
const LIMITS = { messagesPerSecond: 100_000, maxConnections: 64 };

function withoutPace(file: string): void {
  const told = partner.parse(JSON.parse(readFileSync(file, 'utf8')));
  writeFileSync(file, JSON.stringify({ ...told, limits: { ...told.limits, ...LIMITS } }));
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
