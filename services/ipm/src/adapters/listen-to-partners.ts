import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { londonDateOf, londonWallClock } from '@flow/platform/time/london';
import { createReceiver } from '../application/receive';
import type { PartnerConfig } from '../domain/partner/partner-config';
import { writeTimestamp } from '../domain/hl7/timestamp';
import { createStoredInbox } from './inbox/stored-inbox';
import { openListener } from './mllp/listener';
import { openNoPort } from './mllp/no-port';
import { startListeners, type RunningListeners } from './mllp/start-listeners';
import { createLinkObserver } from './observers';

/** The partners' open ports, and what is configured of each. */
export interface ConfiguredListeners extends RunningListeners {
  readonly all: () => readonly PartnerConfig[];
}

/** Opens the partners' ports over the stored inbox. `changed`: a link may be seen otherwise than before. */
export async function listenToPartners(
  {
    config,
    engines,
    clock,
    ids,
    log,
    metrics,
    tracing,
  }: ServiceDeps<{ readonly partnersDir: string; readonly listens: boolean }>,
  changed: () => void,
): Promise<ConfiguredListeners> {
  const inbox = createStoredInbox({ store: engines.inbox, londonDateOf });
  const receiver = createReceiver({ inbox, clock, ids, tracing, hl7Time: (at) => writeTimestamp(londonWallClock(at)) });
  const observer = createLinkObserver(metrics, changed, tracing);
  const open = config.listens ? openListener : openNoPort;
  const listeners = await startListeners({ folder: config.partnersDir, receiver, observer, clock, log, open });
  const all = () => listeners.states().flatMap(({ partner }) => listeners.config(partner) ?? []);
  return {
    all,
    config: (name) => listeners.config(name),
    states: () => listeners.states(),
    readiness: () => (config.listens ? listeners.readiness() : { ready: true }),
    refresh: () => listeners.refresh(),
    stop: () => listeners.stop(),
  };
}
