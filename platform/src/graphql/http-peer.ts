import type { GraphPeer } from './peer';
import { peerOver, type PeerOptions } from './peer-over';
import { createRemoteExecutor } from './remote-executor';
import type { RemoteExecutorOptions } from './remote-wire';

/** A service of another process as a peer, over signed HTTP. */
export function createHttpPeer(options: RemoteExecutorOptions & PeerOptions): GraphPeer {
  const executor = createRemoteExecutor(options);
  return peerOver(options, () => executor);
}
