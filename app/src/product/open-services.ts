import { startBeds } from '@flow/beds/service';
import { bedsConfig } from '@flow/beds/config';
import { gatewayConfig } from '@flow/gateway/config';
import { startRecords, type RunningRecords } from '@flow/gateway/records';
import { startIpm, type RunningIpm } from '@flow/ipm/service';
import { ipmConfig } from '@flow/ipm/config';
import { startPatients } from '@flow/patients/service';
import { patientsConfig } from '@flow/patients/config';
import { loadConfig, type Environment } from '@flow/platform/config/load-config';
import { Stopped } from '@flow/platform/running/persistently';
import type { RunningService } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import type { ProcessTracing } from '@flow/platform/telemetry/otlp-tracing';
import type { OperatorError } from '@flow/platform/values/operator-error';
import { startSpeaking, type Speaking } from '@flow/platform/vocabulary/speak';
import type { Vocabulary } from '@flow/platform/vocabulary/vocabulary';
import { hostname } from 'node:os';
import type { AppConfig } from './app-config';
import type { ServiceName } from './service-names';

/** What every service of the process is given alike. */
export type Shared = Omit<ServiceDeps<unknown>, 'config' | 'tracing'> & {
  /** Where the spans of a service go. */
  readonly tracingOf: ProcessTracing['of'];
};

export interface OpeningServices {
  readonly env: Environment;
  /** The stored events that this version reads, by service. */
  readonly vocabularies: Readonly<Record<ServiceName, Vocabulary>>;
  /** Told which service is opened now. */
  readonly onOpening?: ((service: ServiceName) => void) | undefined;
  /** What says so for a service, to be stopped after it. */
  readonly onSpeak: (speaking: Speaking) => void;
  /** Nothing of this process may go on: another version writes what it cannot read. */
  readonly onLeftBehind: (error: OperatorError) => void;
  readonly onOpen: (service: RunningService) => void;
  /** Done when patients and beds are there, before the interface takes its first message. */
  readonly beforeFeed: () => Promise<void>;
  /** Done when the gateway's records are there, before anybody can sign in. */
  readonly beforeSignIn: () => Promise<void>;
}

export interface OpenServices {
  readonly running: readonly RunningService[];
  /** What the gateway of this process keeps of its own; undefined where it has none. */
  readonly records: RunningRecords | undefined;
  /** By partner. */
  mllpPorts(): Readonly<Record<string, number>>;
}

function portsOf(ipm: RunningIpm | undefined): Readonly<Record<string, number>> {
  const links = ipm?.listening() ?? [];
  return Object.fromEntries(links.flatMap(({ partner, port }) => (port === undefined ? [] : [[partner, port]])));
}

async function speakFor(
  service: ServiceName,
  { engines, instance, log }: Pick<Shared, 'engines' | 'instance' | 'log'>,
  { vocabularies, onSpeak, onLeftBehind }: OpeningServices,
): Promise<Speaking> {
  const { events: store, documents } = engines;
  const vocabulary = vocabularies[service];
  const where = `${hostname()}:${process.pid}`;
  const speaking = await startSpeaking({ service, vocabulary, instance, where, store, documents, log, onLeftBehind });
  onSpeak(speaking);
  return speaking;
}

/** Opens the configured ones in the order in which they tell each other: who, where, then the interface that knows both. */
export async function openServices(
  { services }: AppConfig,
  { tracingOf, ...shared }: Shared,
  opening: OpeningServices,
): Promise<OpenServices> {
  const { env, onOpen, beforeFeed, beforeSignIn } = opening;
  const running: RunningService[] = [];
  const depsFor = async <Config>(service: ServiceName, config: Config): Promise<ServiceDeps<Config>> => {
    if (shared.starting?.aborted) throw new Stopped();
    opening.onOpening?.(service);
    const speaking = await speakFor(service, shared, opening);
    const log = shared.log.with({ service });
    return { ...shared, config, log, tracing: tracingOf(service), written: () => speaking.written() };
  };
  const opened = <Service extends RunningService>(service: Service): Service => {
    running.push(service);
    onOpen(service);
    return service;
  };
  let ipm: RunningIpm | undefined;
  let records: RunningRecords | undefined;
  if (services.includes('patients'))
    opened(await startPatients(await depsFor('patients', loadConfig(patientsConfig, env))));
  if (services.includes('beds')) {
    opened(await startBeds(await depsFor('beds', loadConfig(bedsConfig, env))));
    await beforeFeed();
  }
  if (services.includes('ipm')) ipm = opened(await startIpm(await depsFor('ipm', loadConfig(ipmConfig, env))));
  if (services.includes('gateway')) {
    records = opened(await startRecords(await depsFor('gateway', loadConfig(gatewayConfig, env))));
    await beforeSignIn();
  }
  return { running, records, mllpPorts: () => portsOf(ipm) };
}
