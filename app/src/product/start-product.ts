import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import { refuseEmbeddedInProduction } from '@flow/platform/engines/engine-choice';
import type { Engines } from '@flow/platform/engines/engines';
import { FolderInUse } from '@flow/platform/engines/folder-lock';
import { randomIds } from '@flow/platform/ids/ids';
import type { RunningService } from '@flow/platform/running/running';
import { keyRingOfSite } from '@flow/platform/security/key-ring';
import type { Log } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { systemClock } from '@flow/platform/time/clock';
import { OperatorError } from '@flow/platform/values/operator-error';
import type { Environment } from '@flow/platform/config/load-config';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Hospital } from '../setup/read-hospital';
import type { AppConfig } from './app-config';
import { ensurePartners, hospitalOf } from './first-start';
import { removeListening, writeListening, type Listening } from './listening';
import { openGateway } from './open-gateway';
import { openServices, type OpenServices } from './open-services';
import { createPeers } from './peers';
import { setUpEstate } from './set-up-estate';

export interface Product {
  readonly listening: Listening;
  readonly hospital: Hospital;
  readonly services: readonly RunningService[];
  /** Within 10 s. Safe to call twice. */
  stop(): Promise<void>;
}

/** Closes what was opened, the last first; one that fails does not keep the others open. */
function createClosing(log: Log) {
  const closers: (() => Promise<void>)[] = [];
  let closed: Promise<void> | undefined;
  async function closeAll(): Promise<void> {
    for (const close of [...closers].reverse()) {
      await close().catch((error: unknown) => log.error('Something did not close.', { error }));
    }
  }
  return {
    add: (close: () => Promise<void>) => void closers.push(close),
    all: (): Promise<void> => (closed ??= closeAll()),
  };
}

async function openEngines({ dataDir, nodeEnv, singleNode }: AppConfig, log: Log): Promise<Engines> {
  try {
    refuseEmbeddedInProduction({ nodeEnv, singleNode });
    return await openEmbeddedEngines({
      folder: dataDir,
      warn: (_message, error) => log.warn('An engine tries again.', { error }),
    });
  } catch (error) {
    if (!(error instanceof FolderInUse)) throw error;
    throw new OperatorError(error.message, { cause: error });
  }
}

const byName = (services: readonly RunningService[], dependOn: readonly string[]): RunningService[] =>
  [...services].sort((a, b) => dependOn.indexOf(a.name) - dependOn.indexOf(b.name));

/** Starts the services that the configuration names, in one process. What was opened is closed again when one cannot start. */
export async function startProduct(config: AppConfig, env: Environment, log: Log): Promise<Product> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const hospital = hospitalOf(config);
  ensurePartners(config, hospital);
  const closing = createClosing(log);
  try {
    const engines = await openEngines(config, log);
    closing.add(() => engines.close());
    const metrics = createMetrics({ processMetrics: true });
    const keys = keyRingOfSite(engines.siteKey);
    const peers = createPeers({ log, keys, clock: systemClock, urls: {} });
    const instance = randomIds.next();
    const shared = {
      engines,
      clock: systemClock,
      ids: randomIds,
      log,
      metrics,
      peers: (service: string) => peers.of(service),
      instance,
    };
    const services: OpenServices = await openServices(config, shared, {
      env: { ...env, PARTNERS_DIR: resolve(config.partnersDir) },
      onOpen(service) {
        closing.add(() => service.stop());
        if (service.schema) peers.add(service.name, service.schema);
      },
      beforeFeed: () => setUpEstate(peers.of('beds'), hospital),
    });
    const gateway = await openGateway({
      config,
      shared,
      keys,
      hospital,
      services: byName(services.running, config.services),
    });
    if (gateway) closing.add(() => gateway.stop());
    const listening = { pid: process.pid, ...(gateway && { http: gateway.url }), mllp: services.mllpPorts() };
    writeListening(config.dataDir, listening);
    closing.add(() => {
      removeListening(config.dataDir);
      return Promise.resolve();
    });
    return { listening, hospital, services: services.running, stop: () => closing.all() };
  } catch (error) {
    await closing.all();
    throw error;
  }
}

/** Where the demonstration keeps its simulated PAS. */
export const demonstrationFile = ({ dataDir }: AppConfig): string => join(dataDir, 'demonstration.json');
