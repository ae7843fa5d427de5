import type { Lane } from '../domain/lane/lane';
import type { LaneRecords } from './records';

/** Lanes kept at most, the longest unasked forgotten first. */
const MOST_KEPT = 20_000;

/**
 * Lanes are written by whoever takes the inbox, and by nobody else: what was read of them stays true for the term, and most
 * patients' messages come one after another. A stale owner of the lease may still park or join for a moment: what it does is
 * seen by the next term, and until then changes only what people are shown first.
 */
export function lanesOfATerm(records: LaneRecords): LaneRecords {
  const kept = new Map<string, Lane>();

  function keep(name: string, lane: Lane): void {
    kept.delete(name);
    kept.set(name, lane);
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_KEPT) return;
      kept.delete(oldest);
    }
  }

  return {
    async load(name) {
      const lane = kept.get(name) ?? (await records.load(name));
      keep(name, lane);
      return lane;
    },
    async record(command, partner) {
      kept.delete(command.lane);
      try {
        await records.record(command, partner);
      } finally {
        // Read while it was being written, it may have been kept without this.
        kept.delete(command.lane);
      }
    },
  };
}
