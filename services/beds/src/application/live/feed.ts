import type { Frames } from '@flow/platform/graphql/frames';
import type { BoardView } from './board-view';
import { positionIn, type LiveBoard } from './live-board';

/** How a subscriber's frames are made from views. Undefined where a view has nothing for them. */
export interface FrameMaker<Frame> {
  snapshot(view: BoardView, version: string, why: 'first' | 'resync'): Frame;
  /** Everything that changed after that stamp. `version` undefined: no event, only details that came late. */
  changes(view: BoardView, since: string, version: string | undefined): Frame | undefined;
  heartbeat(version: string): Promise<Frame>;
}

/** How long a version from another instance, ahead of this one, is waited for. */
const CATCH_UP_MS = 2000;
const ENDED = { done: true, value: undefined } as const;

/** Makes one subscriber's frames, and knows up to where it has them. */
function createCursor<Frame>(board: LiveBoard, make: FrameMaker<Frame>) {
  let sent: string | undefined;
  let sentVersion = '';
  let beats = board.beats();

  function changesSince(stamp: string): Frame | undefined {
    const [view, version] = [board.view(), board.version()];
    const frame = make.changes(view, stamp, version === sentVersion ? undefined : version);
    [sent, sentVersion] = [view.stamp, version];
    return frame;
  }
  return {
    whole(why: 'first' | 'resync'): Frame {
      const view = board.view();
      [sent, sentVersion] = [view.stamp, board.version()];
      return make.snapshot(view, sentVersion, why);
    },
    changesSince,
    /** The next frame that there is by now. */
    news(): Frame | Promise<Frame> | undefined {
      const frame = sent !== undefined && board.view().stamp > sent ? changesSince(sent) : undefined;
      if (frame !== undefined || board.beats() === beats) return frame;
      beats = board.beats();
      return make.heartbeat(board.version());
    },
  };
}

/**
 * The frames of one subscriber, made when they are asked for: whoever is slow gets fewer and larger ones, and nothing ever
 * queues. First a snapshot, or what has changed since a version, or one resync where that cannot be said.
 */
export function openFeed<Frame>(
  board: LiveBoard,
  epoch: string,
  { make, since }: { readonly make: FrameMaker<Frame>; readonly since?: string | undefined },
): Frames<Frame> {
  const cursor = createCursor(board, make);
  let begun = false;
  let ended = false;
  let wake: (() => void) | undefined;
  const leave = board.onNews(() => wake?.());

  async function first(): Promise<Frame> {
    if (since === undefined) return cursor.whole('first');
    const from = positionIn(epoch, since);
    const isKnown = from !== undefined && from >= board.floor && (await board.waitFor(since, CATCH_UP_MS));
    if (!isKnown) return cursor.whole('resync');
    return cursor.changesSince(from) ?? make.heartbeat(board.version());
  }

  async function next(): Promise<Frame | undefined> {
    if (!begun) {
      begun = true;
      return first();
    }
    while (!ended) {
      // Not awaited before it is known to be none: news in between would be missed.
      const frame = cursor.news();
      if (frame !== undefined) return frame;
      await new Promise<void>((resolve) => (wake = resolve));
    }
    return undefined;
  }

  const frames: Frames<Frame> = {
    [Symbol.asyncIterator]: () => frames,
    async next() {
      const frame = ended ? undefined : await next();
      return frame === undefined || ended ? ENDED : { done: false, value: frame };
    },
    return() {
      ended = true;
      leave();
      wake?.();
      return Promise.resolve(ENDED);
    },
  };
  return frames;
}
