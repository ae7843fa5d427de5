/** After so many more frames: how many milliseconds to read no further. */
export type Pace = (frames: number) => number;

/**
 * Keeps a partner, over all its connections, to so many messages a second, a second's worth at once. Nothing is refused and
 * nothing lost: what comes faster waits with its sender, so that one partner in trouble does not take the product with it.
 */
export function createPace(perSecond: () => number, monotonicMs: () => number): Pace {
  let left = perSecond();
  let at = monotonicMs();
  return (frames) => {
    const [rate, now] = [perSecond(), monotonicMs()];
    left = Math.min(rate, left + ((now - at) / 1000) * rate) - frames;
    at = now;
    return left >= 0 ? 0 : Math.ceil((-left / rate) * 1000);
  };
}
