import type { GraphQLSchema } from 'graphql';
import type { Log } from '../telemetry/log';
import { createLocalExecutor } from './local-executor';
import type { GraphPeer } from './peer';
import { peerOver, type PeerOptions } from './peer-over';
import type { SubgraphExecutor } from './subgraph-executor';

export interface LocalPeerOptions extends PeerOptions {
  /** The service's schema; undefined while the service is not started. */
  readonly schema: () => GraphQLSchema | undefined;
  readonly log: Log;
}

/** A service of this process as a peer. Until it is started it does not answer. */
export function createLocalPeer({ schema, log, ...options }: LocalPeerOptions): GraphPeer {
  let made: { readonly of: GraphQLSchema; readonly executor: SubgraphExecutor } | undefined;
  return peerOver(options, () => {
    const current = schema();
    if (!current) return undefined;
    if (made?.of !== current) made = { of: current, executor: createLocalExecutor({ schema: current, log }) };
    return made.executor;
  });
}
