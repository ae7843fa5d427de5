import type { Position } from '@flow/platform/event-store/event-store';
import { positionOf } from '@flow/platform/event-store/position';
import { instant } from '@flow/platform/time/instant';
import { bookDecider } from '../../domain/book/book';
import { createLiveBoard, type LiveBoard } from './live-board';

/** Time that goes on only where the test says so. */
function heldTime() {
  let nowMs = 0;
  const waiting = new Set<{ readonly untilMs: number; readonly go: () => void }>();
  return {
    clock: { now: () => instant('2026-03-02T08:00:00.000Z'), monotonicMs: () => nowMs },
    wait: async (ms: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const one = { untilMs: nowMs + ms, go: resolve };
        waiting.add(one);
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    async pass(ms: number): Promise<void> {
      nowMs += ms;
      for (const one of waiting) {
        if (one.untilMs > nowMs) continue;
        waiting.delete(one);
        one.go();
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

describe('the boards of one instance', () => {
  let time: ReturnType<typeof heldTime>;
  let board: LiveBoard;
  let position: Position | undefined;
  let views: string[];
  let written = 0;
  let missing = 0;
  let arrive: () => void;
  beforeEach(() => {
    time = heldTime();
    [position, views, written, missing] = [undefined, [], 0, 0];
    board = createLiveBoard({
      book: {
        take: () => undefined,
        state: bookDecider.initialState,
        get position() {
          return position;
        },
      },
      ...{ epoch: 'e', clock: time.clock, wait: time.wait, beatMs: 1_000_000 },
      details(onArrived) {
        arrive = onArrived;
        return {
          ...{ get: () => undefined, want: () => undefined, arrived: () => new Set() },
          missing: () => missing,
          stop: () => Promise.resolve(),
        };
      },
      parked: () => ({ told: () => new Map(), isKnown: () => true, stop: () => Promise.resolve() }),
    });
    board.onNews(() => views.push(board.version()));
  });
  afterEach(async () => board.stop());

  const write = (): string => {
    position = positionOf((written += 1));
    board.take([]);
    return `e:${position}`;
  };

  it('shows a change that comes after a rest at once', async () => {
    await time.pass(5000);
    const first = write();
    await time.pass(1);
    expect(views).toStrictEqual([first]);
    await time.pass(40);
    const second = write();
    await time.pass(1);
    expect(views).toStrictEqual([first, second]);
  });

  it('shows what comes soon after another 40 ms after it, all of it in one view', async () => {
    const first = write();
    await time.pass(1);
    await time.pass(10);
    write();
    await time.pass(10);
    const last = write();
    await time.pass(19);
    expect(views).toStrictEqual([first]);
    await time.pass(1);
    expect(views).toStrictEqual([first, last]);
  });

  it('shows a change with the names of whom it shows, where they come within 40 ms', async () => {
    missing = 1;
    const first = write();
    await time.pass(1);
    await time.pass(20);
    expect(views).toStrictEqual([]);
    missing = 0;
    arrive();
    await time.pass(0);
    expect(views).toStrictEqual([first]);
  });

  it('waits no longer for names than that, and shows them when they come', async () => {
    missing = 1;
    const first = write();
    await time.pass(1);
    await time.pass(40);
    expect(views).toStrictEqual([first]);
    missing = 0;
    arrive();
    await time.pass(40);
    expect(views).toStrictEqual([first, first]);
  });
});
