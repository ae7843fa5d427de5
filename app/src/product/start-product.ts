import type { Environment } from '@flow/platform/config/load-config';
import type { RunningService } from '@flow/platform/running/running';
import type { Log } from '@flow/platform/telemetry/log';
import { join } from 'node:path';
import type { Hospital } from '../setup/read-hospital';
import type { AppConfig } from './app-config';
import { removeListening, writeListening, type Listening } from './listening';
import { openDoor } from './open-door';
import { openProduct, type OpenEngines } from './open-product';

export interface Product {
  readonly listening: Listening;
  readonly hospital: Hospital;
  readonly services: readonly RunningService[];
  /** The subjects of the gateway's table, as it was at the start. */
  readonly users: readonly string[];
  /** Resolves when it cannot go on and has to be started again. */
  readonly ended: Promise<Error>;
  /** Within 10 s. Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts the services that the configuration names, in one process. What was opened is closed again when one cannot start. */
export async function startProduct(
  config: AppConfig,
  env: Environment,
  log: Log,
  openEngines?: OpenEngines,
): Promise<Product> {
  const open = await openProduct(config, env, log, openEngines);
  const { closing, hospital, services } = open;
  try {
    const door = await openDoor(config, open);
    closing.add(() => door.stop());
    const listening = { pid: process.pid, ...door.listening, mllp: open.mllpPorts() };
    writeListening(config.dataDir, listening);
    closing.add(() => {
      removeListening(config.dataDir);
      return Promise.resolve();
    });
    const users = open.records?.users.all().map(({ subject }) => subject) ?? [];
    const { ended } = open;
    return { listening, hospital, services, users, ended, stop: () => closing.all() };
  } catch (error) {
    await closing.all();
    throw error;
  }
}

/** Where the demonstration keeps its simulated PAS. */
export const demonstrationFile = ({ dataDir }: AppConfig): string => join(dataDir, 'demonstration.json');
