import type { Frame, FrameSource, LiveQuery } from './frame';
import type { Subscriber } from './seat';

/** A version of the one epoch of these tests. */
export const versionOf = (position: number): string => `e1:${String(position).padStart(4, '0')}`;

/** A live field whose every frame the test makes. */
export function liveField(key = 'board') {
  let position = 0;
  const sources: { readonly since: string | undefined; readonly push: (frame: Frame | undefined) => void }[] = [];
  const open = new Set<number>();
  const frame = (text: string, told: Partial<Frame> = {}): Frame => ({
    text,
    version: versionOf(position),
    heartbeat: false,
    shown: new Set<string>(),
    failed: false,
    ...told,
  });

  function sourceOf(since: string | undefined): FrameSource {
    const queue: (Frame | undefined)[] = [frame(`snapshot ${position} since ${since ?? 'nothing'}`, first)];
    let wake: (() => void) | undefined;
    const id = sources.length;
    open.add(id);
    let ended = false;
    sources.push({
      since,
      push(next) {
        queue.push(next);
        wake?.();
      },
    });
    return {
      async next() {
        while (queue.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
        return ended ? undefined : queue.shift();
      },
      end() {
        ended = true;
        open.delete(id);
        wake?.();
      },
    };
  }

  let first: Partial<Frame> = {};
  let gate = Promise.resolve();
  const query: LiveQuery = {
    key,
    operation: 'board',
    breakGlass: ['p-opened'],
    async open(since) {
      await gate;
      return sourceOf(since);
    },
  };
  return {
    query,
    sources,
    open,
    firstFrames: (told: Partial<Frame>) => (first = told),
    /** Lets no execution begin until the function given back is called. */
    hold(): () => void {
      let letGo: () => void = () => undefined;
      gate = new Promise((resolve) => (letGo = resolve));
      return () => letGo();
    },
    /** A change that every open source tells. */
    change(text: string, told: Partial<Frame> = {}) {
      position += 1;
      const next = frame(text, told);
      for (const id of open) sources[id]?.push(next);
    },
    tell(next: Frame | undefined) {
      for (const id of open) sources[id]?.push(next);
    },
    frame,
  };
}

export function subscriberOf(user: string, since?: string): Subscriber & { readonly got: string[] } {
  const got: string[] = [];
  return {
    viewer: { user, roles: ['bed-manager'] },
    correlationId: `c-${user}`,
    since,
    got,
    next: (text) => got.push(text),
    end: (errors) => got.push(errors === undefined ? 'end' : `end ${errors}`),
  };
}
