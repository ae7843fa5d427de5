import type { LaneRecords } from './records';

/** Which lane a lane became part of, by merges: those told, and those that are about to be. */
export interface LaneAliases {
  /** Reads what was recorded of these lanes and of what they joined. */
  learn(lanes: readonly string[]): Promise<void>;
  join(lane: string, into: string): void;
  /** The lanes whose order counts now. */
  current(lanes: readonly string[]): readonly string[];
}

export function createLaneAliases(records: Pick<LaneRecords, 'load'>): LaneAliases {
  const joined = new Map<string, string>();

  async function learnOne(lane: string): Promise<void> {
    const seen = new Set<string>();
    for (let at: string | undefined = lane; at !== undefined && !seen.has(at); at = joined.get(at)) {
      seen.add(at);
      if (joined.has(at)) continue;
      const { into } = await records.load(at);
      if (into !== null) joined.set(at, into);
    }
  }

  function survivorOf(lane: string): string {
    const seen = new Set<string>();
    let at = lane;
    for (let next = joined.get(at); next !== undefined && !seen.has(next); next = joined.get(at)) {
      seen.add(at);
      at = next;
    }
    return at;
  }

  return {
    async learn(lanes) {
      for (const lane of lanes) await learnOne(lane);
    },
    join(lane, into) {
      // Two patients merged into each other go on in one lane, whichever was said last.
      if (survivorOf(into) !== survivorOf(lane)) joined.set(survivorOf(lane), survivorOf(into));
    },
    current: (lanes) => [...new Set(lanes.map(survivorOf))],
  };
}
