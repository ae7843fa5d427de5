import type { Clock } from '@flow/platform/time/clock';

export interface RateLimit {
  /** As many as may come at once after a quiet time. */
  readonly burst: number;
  readonly perSecond: number;
}

/** How often somebody may ask. */
export interface Rates {
  /** Takes one. Milliseconds to wait when there is none; 0 when there was. */
  take(subject: string): number;
}

interface Bucket {
  left: number;
  at: number;
}

/** So many askers are remembered; the one who has been quiet longest is forgotten first. */
const REMEMBERED = 10_000;

/** A bucket of tokens a subject, filled at the given rate. */
export function createRates({ burst, perSecond }: RateLimit, clock: Clock): Rates {
  const buckets = new Map<string, Bucket>();

  function forgetOldest(): void {
    for (const oldest of buckets.keys()) {
      if (buckets.size <= REMEMBERED) return;
      buckets.delete(oldest);
    }
  }

  function filledOf(subject: string, now: number): number {
    const { left, at } = buckets.get(subject) ?? { left: burst, at: now };
    return Math.min(burst, left + ((now - at) / 1000) * perSecond);
  }
  const waitFor = (filled: number): number => (filled >= 1 ? 0 : Math.ceil(((1 - filled) / perSecond) * 1000));

  return {
    take(subject) {
      const now = clock.monotonicMs();
      const filled = filledOf(subject, now);
      const wait = waitFor(filled);
      buckets.delete(subject);
      buckets.set(subject, { left: wait === 0 ? filled - 1 : filled, at: now });
      forgetOldest();
      return wait;
    },
  };
}
