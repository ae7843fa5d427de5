import type { Environment } from '@flow/platform/config/load-config';
import { watchAnswering, type Answering, type AskEngines } from '@flow/platform/engines/answering';
import { openEmbeddedEngines } from '@flow/platform/engines/embedded-engines';
import { refuseEmbeddedInProduction } from '@flow/platform/engines/engine-choice';
import type { EngineAddresses } from '@flow/platform/engines/engine-addresses';
import type { Engines } from '@flow/platform/engines/engines';
import { whoIsSilent } from '@flow/platform/engines/not-answering';
import { openRealEngines } from '@flow/platform/engines/real-engines';
import { refuseHalfRestoredFolder } from '@flow/platform/engines/unfinished-restore';
import { randomIds } from '@flow/platform/ids/ids';
import { persistently, Stopped } from '@flow/platform/running/persistently';
import type { RunningService } from '@flow/platform/running/running';
import { keyRingOfSite, type KeyRing } from '@flow/platform/security/key-ring';
import type { Log } from '@flow/platform/telemetry/log';
import { createMetrics, type Metrics } from '@flow/platform/telemetry/metrics';
import { noProcessTracing, openOtlpTracing } from '@flow/platform/telemetry/otlp-tracing';
import { systemClock } from '@flow/platform/time/clock';
import { makeFolder } from '@flow/platform/values/make-folder';
import { OperatorError } from '@flow/platform/values/operator-error';
import { resolve } from 'node:path';
import type { Hospital } from '../setup/read-hospital';
import type { AppConfig } from './app-config';
import { createClosing, type Closing } from './closing';
import { measureDataFolder } from './data-folder-metrics';
import { erasuresFileIn } from './erasures-file';
import { hospitalAtStart } from './first-start';
import { openServices, type OpenServices, type Shared } from './open-services';
import { createPeers } from './peers';
import { subgraphUrls } from './serve-services';
import type { StartingPart } from './starting-door';
import { setUpEstate } from './set-up-estate';
import { setUpUsers } from './set-up-users';
import { VOCABULARIES } from './vocabularies';

/** Every service that the configuration names, open in this process: the product without its gateway. */
export interface OpenProduct extends Pick<OpenServices, 'mllpPorts' | 'records'> {
  readonly hospital: Hospital;
  readonly services: readonly RunningService[];
  readonly shared: Shared;
  readonly keys: KeyRing;
  /** Resolves when it cannot go on: its stores were put back, or another version writes what this one cannot read. */
  readonly ended: Promise<Error>;
  /** Of the engines that can be away. */
  readonly answering: Answering;
  /** What is added to it is closed before what stands here. */
  readonly closing: Closing;
}

/** Opens what the services of a process keep their data in. */
export type OpenEngines = (config: AppConfig, log: Log, metrics: Metrics, signal?: AbortSignal) => Promise<Engines>;

export interface OpeningProduct {
  /** Gives it up: it then rejects with Stopped, once what was under way has ended. */
  readonly signal?: AbortSignal | undefined;
  readonly openEngines?: OpenEngines | undefined;
  /** Told what is opened now. */
  readonly onOpening?: ((part: StartingPart) => void) | undefined;
}

const STORE_ANSWERS_WITHIN_MS = 60_000;

/** Servers that are started together with the product may come up after it. */
async function openServers(
  addresses: EngineAddresses,
  {
    log,
    metrics,
    stopping,
  }: { readonly log: Log; readonly metrics: Metrics; readonly stopping: AbortSignal | undefined },
): Promise<Engines> {
  const late = AbortSignal.timeout(STORE_ANSWERS_WITHIN_MS);
  const signal = stopping ? AbortSignal.any([late, stopping]) : late;
  try {
    return await persistently(async () => openRealEngines({ addresses, log, metrics }), { signal, log });
  } catch (error) {
    if (!(error instanceof Stopped) || stopping?.aborted === true) throw error;
    throw new OperatorError(await whoIsSilent(addresses), { cause: error });
  }
}

/** Throws OperatorError where another process has the folder, a restore into it did not end, or the servers do not answer. */
export const openEngines: OpenEngines = async ({ dataDir, engines, nodeEnv, singleNode }, log, metrics, stopping) => {
  if (engines !== undefined) return openServers(engines, { log, metrics, stopping });
  refuseEmbeddedInProduction({ nodeEnv, singleNode });
  return openEmbeddedEngines({
    folder: dataDir,
    warn: (part, error) => log.warn('An engine tries again what it could not do.', { part, error }),
  });
};

/** Those that its services need: the gateway alone has nothing to tell others, and takes nothing from the bus; the inbox is for `ipm`. */
function askedOf({ services }: AppConfig, { ask = {} }: Engines): AskEngines {
  const { bus, 'inbox-store': inbox, ...others } = ask;
  return {
    ...others,
    ...(bus && services.some((name) => name !== 'gateway') && { bus }),
    ...(inbox && services.includes('ipm') && { 'inbox-store': inbox }),
  };
}

/** Reads the hospital, and makes the data folder where there is none. */
function firstStart(config: AppConfig, log: Log): ReturnType<typeof hospitalAtStart> {
  // Before anything is written there: the hospital's files may be missing, too.
  refuseHalfRestoredFolder(config.dataDir);
  makeFolder(config.dataDir);
  return hospitalAtStart(config, log);
}

/** What was opened is closed again when one of them cannot start. */
export async function openProduct(
  config: AppConfig,
  env: Environment,
  log: Log,
  opening: OpeningProduct = {},
): Promise<OpenProduct> {
  const { signal, openEngines: open = openEngines, onOpening } = opening;
  const { hospital, keep } = firstStart(config, log);
  const closing = createClosing(log);
  try {
    const instance = randomIds.next();
    const metrics = createMetrics({ processMetrics: true });
    const tracing = config.traces ? openOtlpTracing({ ...config.traces, instance, log, metrics }) : noProcessTracing;
    // The last to be closed: what the others do to the end is told, too.
    closing.add(() => tracing.stop());
    const engines = await open(config, log, metrics, signal);
    closing.add(() => engines.close());
    keep();
    const answering = watchAnswering(askedOf(config, engines));
    closing.add(async () => answering.stop());
    measureDataFolder(metrics, config.dataDir);
    const keys = keyRingOfSite(engines.siteKey);
    const peers = createPeers({ log, keys, clock: systemClock, urls: subgraphUrls(config.elsewhere) });
    const shared = {
      engines,
      clock: systemClock,
      ids: randomIds,
      log,
      metrics,
      tracingOf: (service: string) => tracing.of(service),
      peers: (service: string) => peers.of(service),
      instance,
      starting: signal,
    };
    const { ended, onLeftBehind } = leavingBehind();
    void engines.ended?.then(onLeftBehind);
    const opened = await openServices(config, shared, {
      vocabularies: VOCABULARIES,
      onOpening,
      onSpeak: (speaking) => closing.add(() => speaking.stop()),
      onLeftBehind,
      env: {
        ...env,
        PARTNERS_DIR: resolve(config.partnersDir),
        ERASURES_FILE: erasuresFileIn(resolve(config.dataDir)),
      },
      onOpen(service) {
        closing.add(() => service.stop());
        if (service.schema) peers.add(service.name, service.schema);
      },
      beforeFeed: () => setUpEstate(peers.of('beds'), hospital, config.dataDir),
      beforeSignIn: () => setUpUsers(peers.of('gateway'), hospital, config.dataDir),
    });
    const services = byName(opened.running, config.services);
    const mllpPorts = () => opened.mllpPorts();
    return { hospital, services, records: opened.records, shared, keys, answering, closing, ended, mllpPorts };
  } catch (error) {
    await closing.all();
    throw error;
  }
}

/** The first error that is told. */
function leavingBehind(): { readonly ended: Promise<Error>; readonly onLeftBehind: (error: Error) => void } {
  let onLeftBehind: (error: Error) => void = () => undefined;
  const ended = new Promise<Error>((resolve) => (onLeftBehind = resolve));
  return { ended, onLeftBehind };
}

const byName = (services: readonly RunningService[], dependOn: readonly string[]): RunningService[] =>
  [...services].sort((a, b) => dependOn.indexOf(a.name) - dependOn.indexOf(b.name));
