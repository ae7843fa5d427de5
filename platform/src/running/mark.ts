import type { Position } from '../event-store/event-store';

/** How far something has come, and those who wait for it to come further. */
export interface Mark {
  at(): Position | undefined;
  /** Goes there, also back; nothing is told when it is there already. */
  moveTo(position: Position | undefined): void;
  /** True as soon as the mark is there or further; false after that time, or when it is closed. */
  waitFor(position: Position, timeoutMs: number): Promise<boolean>;
  /** How many wait. */
  waiting(): number;
  /** Tells all who wait, now and later, that it does not come further. */
  close(): void;
}

interface Waiter {
  readonly position: Position;
  readonly tell: (reached: boolean) => void;
}

/** `onWait` is called when somebody begins to wait. */
export function createMark(start: Position | undefined, onWait: () => void = () => undefined): Mark {
  const waiters = new Set<Waiter>();
  let at = start;
  let closed = false;
  const isThere = (position: Position): boolean => at !== undefined && at >= position;

  return {
    at: () => at,
    moveTo(position) {
      at = position;
      for (const waiter of [...waiters]) if (isThere(waiter.position)) waiter.tell(true);
    },
    waitFor: async (position, timeoutMs) =>
      new Promise((resolve) => {
        if (closed || isThere(position)) {
          resolve(isThere(position));
          return;
        }
        const timer = setTimeout(() => waiter.tell(false), timeoutMs);
        const waiter: Waiter = {
          position,
          tell(reached) {
            clearTimeout(timer);
            waiters.delete(waiter);
            resolve(reached);
          },
        };
        waiters.add(waiter);
        onWait();
      }),
    waiting: () => waiters.size,
    close() {
      closed = true;
      for (const waiter of [...waiters]) waiter.tell(false);
    },
  };
}
