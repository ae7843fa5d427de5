import type { Log } from '@flow/platform/telemetry/log';
import { randomUUID } from 'node:crypto';
import type { ProductGraph } from '../commands/product-graph';
import { runningGraph } from '../commands/running-graph';
import { cleanBeds } from './clean-beds';
import { pause } from './pause';

export interface CleanersOptions {
  /** `http://host:port` of the gateway. */
  readonly http: string;
  /** How many times as fast as a real hospital. */
  readonly pace: number;
  readonly log: Log;
  readonly signal: AbortSignal;
}

const ROUND_MS = 10 * 60_000;
const SHORTEST_ROUND_MS = 5_000;

/**
 * The demonstration's cleaners: without them every bed that a patient leaves stays dirty, and in an hour none is free. They
 * sign in as one of its bed managers and do as people do. Runs until the signal; a round that fails is told once and tried again.
 */
export async function keepClean({ http, pace, log, signal }: CleanersOptions): Promise<void> {
  let graph: ProductGraph | undefined;
  let failing = false;
  for (;;) {
    await pause(Math.max(SHORTEST_ROUND_MS, ROUND_MS / pace), signal);
    if (signal.aborted) return;
    try {
      graph ??= await runningGraph({ http, role: 'bed-manager', token: undefined });
      await cleanBeds({ graph, newKey: randomUUID, signal });
      failing = false;
    } catch (error) {
      // A token ends: the next round signs in anew.
      graph = undefined;
      if (!failing) log.warn('The demonstration could not clean its beds, and tries again.', { error });
      failing = true;
    }
  }
}
