import { createHttpPeer } from '@flow/platform/graphql/http-peer';
import { createLocalPeer } from '@flow/platform/graphql/local-peer';
import type { GraphPeer } from '@flow/platform/graphql/peer';
import type { KeyRing } from '@flow/platform/security/key-ring';
import type { Log } from '@flow/platform/telemetry/log';
import type { Clock } from '@flow/platform/time/clock';
import type { GraphQLSchema } from 'graphql';

export interface Peers {
  /** By the service's name; answers once the service is there. */
  of(service: string): GraphPeer;
  /** A service of this process is there. */
  add(service: string, schema: GraphQLSchema): void;
}

export interface PeersOptions {
  readonly log: Log;
  readonly keys: KeyRing;
  readonly clock: Clock;
  /** Services of other processes, by name. */
  readonly urls: Readonly<Record<string, string>>;
}

/** How the services of a process reach each other, and those of others. */
export function createPeers({ log, keys, clock, urls }: PeersOptions): Peers {
  const schemas = new Map<string, GraphQLSchema>();
  const made = new Map<string, GraphPeer>();
  const make = (service: string): GraphPeer => {
    const url = urls[service];
    if (url !== undefined) return createHttpPeer({ service, url, keys, clock });
    return createLocalPeer({ service, log, schema: () => schemas.get(service) });
  };
  return {
    of(service) {
      const peer = made.get(service) ?? make(service);
      made.set(service, peer);
      return peer;
    },
    add: (service, schema) => void schemas.set(service, schema),
  };
}
