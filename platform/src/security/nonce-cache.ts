const MINUTE_MS = 60_000;

export interface NonceCacheOptions {
  /** How long after its time a nonce is remembered. */
  readonly keepMs: number;
  readonly limit: number;
}

/** Remembers which nonces were used. Bounded: when full it says so rather than forget one that could be used again. */
export interface NonceCache {
  /** `now` and `at`, the time that the nonce was signed with, in milliseconds since 1970. */
  use(nonce: string, at: number, now: number): 'fresh' | 'used' | 'full';
}

export function createNonceCache({ keepMs, limit }: NonceCacheOptions): NonceCache {
  // By the minute of their times, so that a whole minute is forgotten at once.
  const minutes = new Map<number, Set<string>>();
  let size = 0;
  let sweptAt = Number.NEGATIVE_INFINITY;

  function sweep(now: number): void {
    const oldest = Math.floor((now - keepMs) / MINUTE_MS);
    if (oldest === sweptAt) return;
    sweptAt = oldest;
    for (const [minute, nonces] of minutes) {
      if (minute >= oldest) continue;
      size -= nonces.size;
      minutes.delete(minute);
    }
  }

  return {
    use(nonce, at, now) {
      sweep(now);
      const minute = Math.floor(at / MINUTE_MS);
      const nonces = minutes.get(minute) ?? new Set();
      if (nonces.has(nonce)) return 'used';
      if (size >= limit) return 'full';
      minutes.set(minute, nonces.add(nonce));
      size += 1;
      return 'fresh';
    },
  };
}
