import type { Log } from '@flow/platform/telemetry/log';
import type { StreamHead } from './audit-entry';
import type { ChainedTrail } from './audit-trail';

/** Audit streams of which no other stream says yet where they end. */
export interface OpenStreams {
  find(limit: number): Promise<readonly StreamHead[]>;
}

const MOST_AT_ONCE = 500;

/**
 * Has this instance's stream say where the others end, those of yesterday and of other instances alike: their last events
 * cannot go unnoticed then. What fails is done the next time.
 */
export async function sealStreams(trail: ChainedTrail, open: OpenStreams, log: Log): Promise<void> {
  try {
    const own = trail.stream();
    const heads = (await open.find(MOST_AT_ONCE)).filter(({ stream }) => stream !== own);
    if (heads.length > 0) await trail.seal(heads);
  } catch (error) {
    log.warn('It could not be written down where audit streams end; it is tried again.', { error });
  }
}
