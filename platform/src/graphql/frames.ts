/**
 * Iterators over the frames of a subscription. They are not async generators on purpose: `return()` of a generator waits for the
 * `next()` under way, so that a quiet subscription could never be ended.
 */
export type Frames<Frame> = AsyncIterableIterator<Frame, undefined>;

const ENDED = { done: true, value: undefined } as const;

/** Each frame as `map` makes it. */
export const mapFrames = <From, To>(source: AsyncIterator<From>, map: (frame: From) => To): Frames<To> => {
  const frames: Frames<To> = {
    [Symbol.asyncIterator]: () => frames,
    async next() {
      const frame = await source.next();
      return frame.done === true ? ENDED : { done: false, value: map(frame.value) };
    },
    async return() {
      await source.return?.();
      return ENDED;
    },
  };
  return frames;
};

/** The same frames; where the source fails, one last frame that tells so, then the end. */
export function endingWith<Frame>(source: Frames<Frame>, lastFrame: (error: unknown) => Frame): Frames<Frame> {
  let failed = false;
  const frames: Frames<Frame> = {
    ...source,
    [Symbol.asyncIterator]: () => frames,
    async next() {
      if (failed) return ENDED;
      try {
        return await source.next();
      } catch (error) {
        failed = true;
        return { done: false, value: lastFrame(error) };
      }
    },
  };
  return frames;
}

/** One frame, then the end. */
export function onlyFrame<Frame>(frame: Frame): Frames<Frame> {
  const left = [frame];
  const frames: Frames<Frame> = {
    [Symbol.asyncIterator]: () => frames,
    next() {
      const [next] = left.splice(0, 1);
      return Promise.resolve(next === undefined ? ENDED : { done: false, value: next });
    },
    return() {
      left.length = 0;
      return Promise.resolve(ENDED);
    },
  };
  return frames;
}

/** Frames of a source that is opened when the first is asked for. */
export function framesFrom<Frame>(open: () => Promise<Frames<Frame>>): Frames<Frame> {
  let source: Promise<Frames<Frame>> | undefined;
  let ended = false;
  const frames: Frames<Frame> = {
    [Symbol.asyncIterator]: () => frames,
    async next() {
      if (ended) return ENDED;
      source ??= open();
      return (await source).next();
    },
    async return() {
      ended = true;
      // One that could not be opened has told so to whoever asked for its frame.
      const opened = await source?.catch(() => undefined);
      await opened?.return?.();
      return ENDED;
    },
  };
  return frames;
}
