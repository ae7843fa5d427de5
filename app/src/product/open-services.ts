import { startBeds } from '@flow/beds/service';
import { bedsConfig } from '@flow/beds/config';
import { gatewayConfig } from '@flow/gateway/config';
import { startRecords, type RunningRecords } from '@flow/gateway/records';
import { startIpm, type RunningIpm } from '@flow/ipm/service';
import { ipmConfig } from '@flow/ipm/config';
import { startPatients } from '@flow/patients/service';
import { patientsConfig } from '@flow/patients/config';
import { loadConfig, type Environment } from '@flow/platform/config/load-config';
import type { RunningService } from '@flow/platform/running/running';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import type { ProcessTracing } from '@flow/platform/telemetry/otlp-tracing';
import type { AppConfig } from './app-config';

/** What every service of the process is given alike. */
export type Shared = Omit<ServiceDeps<unknown>, 'config' | 'tracing'> & {
  /** Where the spans of a service go. */
  readonly tracingOf: ProcessTracing['of'];
};

export interface OpeningServices {
  readonly env: Environment;
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

/** Opens the configured ones in the order in which they tell each other: who, where, then the interface that knows both. */
export async function openServices(
  { services }: AppConfig,
  { tracingOf, ...shared }: Shared,
  { env, onOpen, beforeFeed, beforeSignIn }: OpeningServices,
): Promise<OpenServices> {
  const running: RunningService[] = [];
  const depsFor = <Config>(service: string, config: Config): ServiceDeps<Config> => ({
    ...shared,
    config,
    log: shared.log.with({ service }),
    tracing: tracingOf(service),
  });
  const opened = <Service extends RunningService>(service: Service): Service => {
    running.push(service);
    onOpen(service);
    return service;
  };
  let ipm: RunningIpm | undefined;
  let records: RunningRecords | undefined;
  if (services.includes('patients')) opened(await startPatients(depsFor('patients', loadConfig(patientsConfig, env))));
  if (services.includes('beds')) {
    opened(await startBeds(depsFor('beds', loadConfig(bedsConfig, env))));
    await beforeFeed();
  }
  if (services.includes('ipm')) ipm = opened(await startIpm(depsFor('ipm', loadConfig(ipmConfig, env))));
  if (services.includes('gateway')) {
    records = opened(await startRecords(depsFor('gateway', loadConfig(gatewayConfig, env))));
    await beforeSignIn();
  }
  return { running, records, mllpPorts: () => portsOf(ipm) };
}
