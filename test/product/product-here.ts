import { connectMllp } from '@flow/app/demonstration/mllp-sender';
import { appConfig } from '@flow/app/product/app-config';
import type { OpenEngines } from '@flow/app/product/open-product';
import { startProduct, type Product } from '@flow/app/product/start-product';
import { loadConfig } from '@flow/platform/config/load-config';
import { createLog } from '@flow/platform/telemetry/log';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signIn, type Asking } from './asking';
import { settled } from './settled';

export const SMALL_HOSPITAL = join(__dirname, '..', 'data', 'small-hospital');
const SETTLES_WITHIN_MS = 60_000;

export interface ProductHere {
  readonly folder: string;
  readonly http: string;
  readonly product: Product;
  /** Every line of its log, from the finest level on. */
  readonly log: readonly string[];
  as(user: string): Promise<Asking & { readonly token: string }>;
  /** Sends one after the other to the port of `ipm`, each when the one before was acknowledged; gives what was answered. */
  tell(...messages: readonly string[]): Promise<readonly string[]>;
  /** Waits until nothing that was received is unsettled, and every part has taken it. */
  settled(): Promise<void>;
  /** Leaves the folder. */
  stop(): Promise<void>;
}

export const newFolder = async (): Promise<string> => mkdtemp(join(tmpdir(), 'flow-journey-'));
export const removeFolder = async (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

/** What a start of the small hospital in that folder is told, on ports that the system chooses. */
const environment = (folder: string, env: Readonly<Record<string, string>>) => ({
  ...{ NODE_ENV: 'development', DATA_DIR: folder, HOSPITAL_DIR: SMALL_HOSPITAL, DEMO: 'off' },
  ...{ PORT: '0', IPM_PORT: '0', CORPORA_PORT: '0', ...env },
});

/** The product in this process: every service, over the folder's engines unless others are told. */
export async function startHere(
  folder: string,
  env: Readonly<Record<string, string>> = {},
  openEngines?: OpenEngines,
): Promise<ProductHere> {
  const told = environment(folder, env);
  const log: string[] = [];
  const destination = { write: (line: string) => void log.push(line) };
  const config = loadConfig(appConfig, told);
  const product = await startProduct(config, told, createLog({ level: 'debug', destination }), { openEngines });
  const { http = '', mllp } = product.listening;
  const as = async (user: string) => signIn(http, user);
  return {
    ...{ folder, http, product, log, as },
    async tell(...messages) {
      const sender = await connectMllp('127.0.0.1', mllp['ipm'] ?? 0);
      const answers: string[] = [];
      try {
        for (const message of messages) answers.push(await sender.send(message));
      } finally {
        sender.close();
      }
      return answers;
    },
    settled: async () => settled(http, SETTLES_WITHIN_MS),
    stop: () => product.stop(),
  };
}
