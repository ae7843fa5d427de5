import type { Partner } from '../partners/read-partner';
import type { Listener } from './listener';

/** Stands where a port would, for a process that partners are not to reach. What was received before goes on. */
export function openNoPort({ config }: Partner): Promise<Listener> {
  return Promise.resolve({
    port: config.listen.port,
    state: () => ({ partner: config.name, listening: false, connections: 0 }),
    reconfigure: () => undefined,
    close: () => Promise.resolve(),
  });
}
