/** What one attempt at a piece of work came to. */
export type Attempt = { readonly done: true } | { readonly done: false; readonly because: unknown };

/** Work that must not overtake, nor be overtaken by, other work of the same lanes. */
export interface LaneWork {
  readonly lanes: readonly string[];
  attempt(): Promise<Attempt>;
}

export interface LaneQueues {
  /** Resolves when the work is done; never when the queues were stopped before. */
  add(work: LaneWork): Promise<void>;
  /** Work that is not done. */
  readonly size: number;
  /** Lanes whose work at the head has failed at least once. */
  readonly blocked: number;
  /** Starts nothing more, and resolves when what is under way has ended. */
  stop(): Promise<void>;
}

interface Deps {
  /** How many pieces of work are attempted at one time. */
  readonly concurrency: number;
  /** Resolves after so long, or at once when the signal fires. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly onRetry: (because: unknown, attempts: number) => void;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/** 1 s, doubling up to 5 min. */
export const pauseAfter = (attempts: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempts - 1, 20), LONGEST_PAUSE_MS);

interface Queued {
  readonly work: LaneWork;
  readonly lanes: readonly string[];
  readonly done: () => void;
  failed: number;
}

export const createLaneQueues = (deps: Deps): LaneQueues => new Queues(deps);

/**
 * A queue a lane: work runs in the order in which it was added to each of its lanes, work of other lanes beside it. Work of
 * two lanes waits until it is first in both; since it joins both at once, no two can wait for each other. Work that fails
 * keeps its place and is tried again after a pause, in which it holds up nobody but its lanes.
 */
class Queues implements LaneQueues {
  readonly #lanes = new Map<string, Queued[]>();
  readonly #ready: Queued[] = [];
  readonly #stopped = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #failing = new Set<Queued>();
  #size = 0;

  constructor(private readonly deps: Deps) {}

  get size(): number {
    return this.#size;
  }

  get blocked(): number {
    return new Set([...this.#failing].flatMap(({ lanes }) => lanes)).size;
  }

  add(work: LaneWork): Promise<void> {
    return new Promise((done) => {
      const queued: Queued = { work, lanes: [...new Set(work.lanes)], done, failed: 0 };
      this.#size += 1;
      for (const lane of queued.lanes) {
        const queue = this.#lanes.get(lane);
        if (queue) queue.push(queued);
        else this.#lanes.set(lane, [queued]);
      }
      this.#offer(queued);
    });
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#running);
  }

  #offer(queued: Queued): void {
    if (!queued.lanes.every((lane) => this.#lanes.get(lane)?.[0] === queued)) return;
    this.#ready.push(queued);
    this.#startWhatFits();
  }

  #startWhatFits(): void {
    while (this.#running.size < this.deps.concurrency && !this.#stopped.signal.aborted) {
      const next = this.#ready.shift();
      if (next === undefined) return;
      const run = this.#attempt(next).finally(() => {
        this.#running.delete(run);
        this.#startWhatFits();
      });
      this.#running.add(run);
    }
  }

  async #attempt(queued: Queued): Promise<void> {
    const result = await attemptSafely(queued.work);
    if (result.done) this.#finish(queued);
    else this.#retryLater(queued, result.because);
  }

  #finish(queued: Queued): void {
    this.#failing.delete(queued);
    this.#size -= 1;
    const heads = new Set<Queued>();
    for (const lane of queued.lanes) {
      const queue = this.#lanes.get(lane);
      queue?.shift();
      const head = queue?.[0];
      if (head) heads.add(head);
      else this.#lanes.delete(lane);
    }
    queued.done();
    for (const head of heads) this.#offer(head);
  }

  #retryLater(queued: Queued, because: unknown): void {
    queued.failed += 1;
    this.#failing.add(queued);
    this.deps.onRetry(because, queued.failed);
    void this.deps.wait(pauseAfter(queued.failed), this.#stopped.signal).then(() => this.#offer(queued));
  }
}

async function attemptSafely(work: LaneWork): Promise<Attempt> {
  try {
    return await work.attempt();
  } catch (because) {
    return { done: false, because };
  }
}
