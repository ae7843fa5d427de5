import type { Frames } from './frames';

export interface FrameQueueOptions {
  /** How many frames may wait for a slow reader. */
  readonly limit: number;
  /** Called once, when the reader or the writer ends it. */
  readonly onEnd?: (() => void) | undefined;
}

/** The writer's side of a subscription: what resolvers of subscriptions give their frames to. */
export interface FrameQueue<Frame> {
  /** False when the reader is so slow that the queue is full, or gone: the frame was not taken. */
  push(frame: Frame): boolean;
  /** Ends after what waits was read. */
  end(): void;
  /** Ends at once: what waits is dropped and the reader is thrown this. */
  fail(error: Error): void;
  readonly frames: Frames<Frame>;
}

/** A reader that came before its frame. */
interface Waiting<Frame> {
  readonly resolve: (frame: IteratorResult<Frame, undefined>) => void;
  readonly reject: (error: Error) => void;
}

const ENDED = { done: true, value: undefined } as const;

/** A bounded queue between one writer that never waits and one reader. Ending it from either side takes effect at once. */
export function createFrameQueue<Frame>({ limit, onEnd }: FrameQueueOptions): FrameQueue<Frame> {
  const queued: Frame[] = [];
  const waiting: Waiting<Frame>[] = [];
  let isOpen = true;
  let failure: Error | undefined;

  function close(): void {
    if (!isOpen) return;
    isOpen = false;
    for (const { resolve, reject } of waiting.splice(0)) {
      if (failure) reject(failure);
      else resolve(ENDED);
    }
    onEnd?.();
  }

  const frames: Frames<Frame> = {
    [Symbol.asyncIterator]: () => frames,
    next() {
      if (failure) return Promise.reject(failure);
      const [first] = queued.splice(0, 1);
      if (first !== undefined) return Promise.resolve({ done: false, value: first });
      if (!isOpen) return Promise.resolve(ENDED);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return() {
      queued.length = 0;
      close();
      return Promise.resolve(ENDED);
    },
  };

  return {
    frames,
    push(frame) {
      if (!isOpen) return false;
      const reader = waiting.shift();
      if (reader) reader.resolve({ done: false, value: frame });
      else if (queued.length >= limit) return false;
      else queued.push(frame);
      return true;
    },
    end: close,
    fail(error) {
      if (!isOpen) return;
      failure = error;
      queued.length = 0;
      close();
    },
  };
}
