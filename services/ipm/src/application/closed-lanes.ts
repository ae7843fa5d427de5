import type { Position } from '@flow/platform/event-store/event-store';
import type { LaneAliases } from './lane-aliases';
import type { LaneQueues } from './lane-queues';
import type { LaneRecords } from './records';

/** Lanes of which no message is told until they are released. */
export interface HeldLanes {
  /** The last message that had joined its lanes before. */
  readonly takenTo: Position | undefined;
  /** What is kept of lanes, as whoever takes the inbox knows it. */
  readonly lanes: LaneRecords;
  /** Fires when this instance takes the inbox no more. */
  readonly signal: AbortSignal;
  release(): void;
}

interface Taking {
  readonly queues: Pick<LaneQueues, 'add'>;
  readonly aliases: LaneAliases;
  readonly records: LaneRecords;
  readonly signal: AbortSignal;
  readonly takenTo: Position | undefined;
}

/** Lanes that are closed for something else than a message. */
export interface ClosedLanes {
  /** Resolves when all that joined these lanes before is done; undefined when that is not to be. */
  hold(taking: Taking, names: readonly string[]): Promise<HeldLanes | undefined>;
  /** The inbox is taken no more. */
  openAll(): void;
}

export function createClosedLanes(): ClosedLanes {
  const open = new Set<() => void>();
  let over = false;

  function hold(taking: Taking, names: readonly string[]): Promise<HeldLanes | undefined> {
    const { queues, aliases, records, signal } = taking;
    return new Promise((held) => {
      const giveUp = (): void => held(undefined);
      if (over) {
        giveUp();
        return;
      }
      open.add(giveUp);
      // In the turn in which they are closed: what is taken later stands behind.
      const { takenTo } = taking;
      const attempt = (): Promise<{ readonly done: true }> =>
        new Promise((done) => {
          const release = (): void => {
            open.delete(release);
            done({ done: true });
          };
          open.delete(giveUp);
          open.add(release);
          held({ takenTo, lanes: records, signal, release });
        });
      void queues.add({ lanes: aliases.current(names), attempt });
    });
  }

  return {
    async hold(taking, names) {
      await taking.aliases.learn(names);
      return hold(taking, names);
    },
    openAll() {
      over = true;
      for (const release of [...open]) release();
    },
  };
}
