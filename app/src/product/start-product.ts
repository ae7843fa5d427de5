import type { Environment } from '@flow/platform/config/load-config';
import { pause } from '@flow/platform/running/pause';
import { Stopped } from '@flow/platform/running/persistently';
import type { RunningService } from '@flow/platform/running/running';
import type { Log } from '@flow/platform/telemetry/log';
import { join } from 'node:path';
import type { Hospital } from '../setup/read-hospital';
import type { AppConfig } from './app-config';
import { removeListening, writeListening, type Listening } from './listening';
import { openDoor } from './open-door';
import { openProduct, type OpenEngines, type OpenProduct } from './open-product';
import { openStartingDoor } from './starting-door';

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

export interface StartOptions {
  /** Gives the start up. */
  readonly signal?: AbortSignal | undefined;
  /** What opens the engines, if not those that the configuration names. */
  readonly openEngines?: OpenEngines | undefined;
}

/** What was opened is closed within this time when a start is given up; what an engine does not answer is left to itself. */
const GIVEN_UP_WITHIN_MS = 5_000;

/** Rejects with Stopped once it was given up and has had its time to close what it opened. */
async function orGivenUp<T>(starting: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return starting;
  const over = new AbortController();
  const givenUp = async (): Promise<never> => {
    await aborted(signal, over.signal);
    await pause(GIVEN_UP_WITHIN_MS, over.signal);
    throw new Stopped();
  };
  const late = givenUp();
  late.catch(() => undefined);
  return Promise.race([starting, late]).finally(() => over.abort());
}

/** What engines do not answer within this time of a stop is not waited for: whoever asked asks again after the next start. */
const ANSWERED_WITHIN_MS = 3_000;

async function stopped({ closing, shared: { engines } }: OpenProduct): Promise<void> {
  const late = setTimeout(() => engines.giveUp?.(), ANSWERED_WITHIN_MS);
  await closing.all().finally(() => clearTimeout(late));
}

const aborted = async (signal: AbortSignal, over: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    for (const each of [signal, over]) each.addEventListener('abort', () => resolve(), { once: true });
  });

/**
 * Starts the services that the configuration names, in one process. What was opened is closed again when one cannot start, and
 * when the signal gives the start up: then it rejects with Stopped.
 */
export async function startProduct(
  config: AppConfig,
  env: Environment,
  log: Log,
  { signal, openEngines }: StartOptions = {},
): Promise<Product> {
  const starting = await openStartingDoor(config, log);
  const opening = openProduct(config, env, log, { signal, openEngines, onOpening: (part) => starting.at(part) });
  const open = await orGivenUp(opening, signal).finally(() => starting.close());
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
    return { listening, hospital, services, users, ended, stop: async () => stopped(open) };
  } catch (error) {
    await closing.all();
    throw error;
  }
}

/** Where the demonstration keeps its simulated PAS. */
export const demonstrationFile = ({ dataDir }: AppConfig): string => join(dataDir, 'demonstration.json');
