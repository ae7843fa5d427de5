import type { Clock } from '@flow/platform/time/clock';
import type { Log } from '@flow/platform/telemetry/log';
import type { AuditEntry } from './audit-entry';
import type { AuditTrail } from './audit-trail';

/** A place of its own, not the store's, where entries wait while the store is away. */
export interface AuditSpool {
  /** Durable when it resolves. */
  append(entries: readonly AuditEntry[]): Promise<void>;
  /** Hands all that waits to `write`, and forgets what was taken. Rejects, forgetting nothing, when `write` does. */
  drain(write: (entries: readonly AuditEntry[]) => Promise<void>): Promise<void>;
}

export interface SpooledTrailDeps {
  readonly trail: AuditTrail;
  readonly spool: AuditSpool;
  readonly clock: Clock;
  readonly log: Log;
}

/** How long the store is waited for before the spool is used. What then comes through all the same is there twice: harmless. */
const STORE_TAKES_MS = 3_000;
/** For so long after it did not take something nobody waits for it again, so that one that is silent slows nobody down. */
const STORE_REST_MS = 5_000;

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The audit store took too long.')), ms);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export interface SpooledTrail extends AuditTrail {
  /** Moves what waits in the spool into the store, if it takes it. */
  drain(): Promise<void>;
}

/** Writes to the store, and while it is away to the spool. Rejects only when both fail: then nobody may be shown. */
export function createSpooledTrail({ trail, spool, clock, log }: SpooledTrailDeps): SpooledTrail {
  let waiting = true;
  let restsUntilMs = -Infinity;

  async function toSpool(entries: readonly AuditEntry[]): Promise<void> {
    const shownAt = clock.now();
    await spool.append(entries.map((entry) => ({ shownAt, ...entry })));
    waiting = true;
  }

  return {
    async write(entries) {
      if (entries.every(({ patients, nobody }) => patients.length === 0 && nobody === undefined)) return;
      if (clock.monotonicMs() < restsUntilMs) return toSpool(entries);
      try {
        await within(trail.write(entries), STORE_TAKES_MS);
      } catch (error) {
        restsUntilMs = clock.monotonicMs() + STORE_REST_MS;
        log.warn('The audit store is away: entries go to the spool.', { count: entries.length, error });
        await toSpool(entries);
      }
    },
    async drain() {
      if (!waiting) return;
      waiting = false;
      try {
        await spool.drain(async (entries) => trail.write(entries));
        restsUntilMs = -Infinity;
      } catch (error) {
        waiting = true;
        log.warn('The audit spool could not be emptied into the store yet.', { error });
      }
    },
  };
}
