/** How long what may take. All in milliseconds. */
export interface Timings {
  readonly connectMs: number;
  /** One request and its answer. */
  readonly requestMs: number;
  /** One `publish` with all its attempts. */
  readonly publishMs: number;
  /** One `ensureTopic`. */
  readonly callMs: number;
  /** How long a close waits for what is under way and for the other side: all of a stop may take 10 s. */
  readonly closeMs: number;
  /** After so long without a heartbeat the cluster gives a consumer's partitions to the others. */
  readonly sessionMs: number;
  readonly heartbeatMs: number;
  /** How long the others of a group wait for one that has a batch in hand. */
  readonly rebalanceMs: number;
  /** How long a fetch waits where there is nothing new. */
  readonly fetchWaitMs: number;
  /** A consumer that shows no sign of life for so long, with no batch in hand, is replaced. More than `rebalanceMs`. */
  readonly silentMs: number;
}

export const TIMINGS: Timings = {
  connectMs: 3000,
  requestMs: 8000,
  publishMs: 20_000,
  callMs: 15_000,
  closeMs: 3000,
  // A dead consumer is replaced within 10 s; clusters refuse less than 6 s unless told otherwise.
  sessionMs: 8000,
  heartbeatMs: 2000,
  rebalanceMs: 30_000,
  fetchWaitMs: 250,
  silentMs: 60_000,
};
