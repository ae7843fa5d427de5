import type { RateLimit } from './application/rates';
import type { OperationLimits } from './adapters/graph/operations';

/** Everything that the gateway refuses for being too much. */
export interface GatewayLimits extends Omit<OperationLimits, 'production'> {
  readonly maxBodyBytes: number;
  /** By who is signed in, over HTTP and sockets together. */
  readonly rate: RateLimit;
  /** Refused sign-ins by address. */
  readonly addressRate: RateLimit;
  readonly maxSockets: number;
  readonly maxSubscriptionsPerSocket: number;
  /** What may wait, in bytes, for a client that reads slowly. */
  readonly maxWaitingBytes: number;
  readonly socketInitWithinMs: number;
  readonly socketHeartbeatMs: number;
}

export const DEFAULT_LIMITS: GatewayLimits = {
  maxBodyBytes: 256 * 1024,
  maxTokens: 2000,
  maxAliases: 20,
  maxDepth: 12,
  maxCost: 20_000,
  rate: { burst: 100, perSecond: 50 },
  addressRate: { burst: 50, perSecond: 5 },
  maxSockets: 3000,
  maxSubscriptionsPerSocket: 20,
  maxWaitingBytes: 8 * 1024 * 1024,
  socketInitWithinMs: 5_000,
  socketHeartbeatMs: 15_000,
};
