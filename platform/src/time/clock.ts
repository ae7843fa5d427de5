import { instantOfEpochMs, type Instant } from './instant';

/** Where time comes from. Everything below the edge takes time from a command or from this port, never from the system. */
export interface Clock {
  /** Wall time in UTC. It may step back when the system's clock is corrected. */
  now(): Instant;
  /** Milliseconds that only go forward, for waits, leases and ages; their zero means nothing. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  now: () => instantOfEpochMs(Date.now()),
  monotonicMs: () => performance.now(),
};

/** A clock whose `now` never goes back within this process, for `recordedAt`. */
export function neverBack(clock: Clock): Clock {
  let last = '' as Instant;
  return {
    now() {
      const now = clock.now();
      if (now > last) last = now;
      return last;
    },
    monotonicMs: () => clock.monotonicMs(),
  };
}
