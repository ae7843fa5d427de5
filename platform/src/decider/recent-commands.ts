import type { Position, RecordedEvent } from '../event-store/event-store';
import { epochMsOf, type Instant } from '../time/instant';

/** Where the events of a command lie. */
export interface RecentCommand {
  readonly inputHash: string;
  readonly stream: string;
  readonly from: number;
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: Instant;
}

/** `validUntil` is never further away, so a command older than this never comes again. */
export const KEPT_MS = 24 * 60 * 60_000;
/** Looking for what may be forgotten costs a walk over all of them. */
const TIDY_EVERY = 10_000;

/** The commands that a boundary has carried out lately: their ids, and where their events are. Never the events themselves. */
export interface RecentCommands {
  find(commandId: string): RecentCommand | undefined;
  note(event: Pick<RecordedEvent, 'stream' | 'revision' | 'position' | 'metadata'>): void;
  /** Forgets those recorded more than a day before. */
  tidy(now: Instant): void;
}

export function createRecentCommands(): RecentCommands {
  const known = new Map<string, RecentCommand>();
  let sinceTidied = 0;
  return {
    find: (commandId) => known.get(commandId),
    note({ stream, revision, position, metadata }) {
      const { commandId, inputHash, recordedAt } = metadata;
      const before = known.get(commandId);
      if (before === undefined) sinceTidied += 1;
      if (before?.stream === stream && before.revision > revision) {
        // Read backwards.
        known.set(commandId, { ...before, from: revision });
        return;
      }
      const from = before?.stream === stream ? before.from : revision;
      known.set(commandId, { inputHash, stream, from, revision, position, recordedAt });
    },
    tidy(now) {
      if (sinceTidied < TIDY_EVERY) return;
      sinceTidied = 0;
      for (const [commandId, { recordedAt }] of known) {
        if (epochMsOf(now) - epochMsOf(recordedAt) > 2 * KEPT_MS) known.delete(commandId);
      }
    },
  };
}
