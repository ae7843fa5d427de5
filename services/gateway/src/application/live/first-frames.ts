import { isNotAfter, type Frame, type LiveQuery } from './frame';

/** Where a shared execution stands. */
export interface Standing {
  /** The version at which it began. */
  readonly began: string | undefined;
  /** How many frames it has passed on. */
  readonly passed: number;
}

/** Gives those who join what they lack: all since the version that they have, or a snapshot. */
export type FirstFrames = (since: string | undefined, standing: Standing) => Promise<readonly Frame[]>;

/** A first frame that lags behind the shared execution, from another instance say, is followed so far and no further. */
const MOST_FRAMES = 100;

/** Up to a frame that is not older than where the shared execution began. None when that does not come. */
async function readUpTo(query: LiveQuery, since: string | undefined, began: string | undefined): Promise<Frame[]> {
  const source = await query.open(since);
  const frames: Frame[] = [];
  try {
    while (frames.length < MOST_FRAMES) {
      const frame = await source.next();
      if (!frame) return frames;
      frames.push(frame);
      if (frame.failed || frame.version === undefined || began === undefined) return frames;
      if (isNotAfter(began, frame.version)) return frames;
    }
    return [];
  } finally {
    source.end();
  }
}

/**
 * One execution serves all who join with the same version in hand before the next frame is passed on: a hundred screens that
 * come back at once cost one. Later joiners must not share it, since a frame passed in between would reach them by neither way.
 */
export function createFirstFrames(query: LiveQuery): FirstFrames {
  const underWay = new Map<string, Promise<readonly Frame[]>>();
  return (since, { began, passed }) => {
    const key = `${passed} ${since ?? ''}`;
    const known = underWay.get(key);
    if (known) return known;
    const frames = readUpTo(query, since, began).finally(() => underWay.delete(key));
    underWay.set(key, frames);
    return frames;
  };
}
