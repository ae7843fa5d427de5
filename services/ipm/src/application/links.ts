import type { Clock } from '@flow/platform/time/clock';
import type { InboxMark } from './inbox-progress';
import { linkHealth, type LinkHealth } from './link-health';
import type { LinkState } from './link-state';
import type { MessageStories } from './message-stories';

/** What a watcher is told: all links, those that changed, or all of them again because only the time has moved on. */
export interface LinkFrame {
  readonly what: 'snapshot' | 'changes' | 'heartbeat';
  /** `<instance>:<number>`: links are those of one instance, and its count of changes orders what is told of them. */
  readonly version: string;
  readonly links: readonly LinkHealth[];
}

/** The health of every partner's link, asked for or watched. */
export interface Links {
  all(): Promise<readonly LinkHealth[]>;
  /**
   * All links at once (none, where `since` is how it stands), then whatever changed, and all of them every few seconds: up to
   * when they are complete moves on.
   */
  watch(signal: AbortSignal, since?: string): AsyncGenerator<LinkFrame, void>;
  /** Something about a link may have changed. */
  changed(): void;
}

interface Deps {
  /** Links of this instance. */
  readonly states: () => readonly LinkState[] | Promise<readonly LinkState[]>;
  readonly progress: () => Promise<Pick<InboxMark, 'partners'>>;
  readonly stories: Pick<MessageStories, 'count'>;
  readonly clock: Clock;
  /** Names this instance and its life. */
  readonly epoch: string;
  /** Resolves after so long, or at once when the signal fires. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Nobody needs more changes a second than this, nor a higher count. */
const SETTLE_MS = 250;
const HEARTBEAT_MS = 5000;
const MOST_COUNTED = 1000;

export function createLinks({ states, progress, stories, clock, epoch, wait }: Deps): Links {
  const listeners = new Set<() => void>();
  let changes = 0;

  async function all(): Promise<readonly LinkHealth[]> {
    const links = await states();
    const { partners } = await progress();
    return Promise.all(
      links.map(async (link) => {
        const [quarantined, held] = await Promise.all([
          stories.count(link.partner, 'quarantined', MOST_COUNTED),
          stories.count(link.partner, 'held', MOST_COUNTED),
        ]);
        const facts = { link, progress: partners[link.partner], counts: { quarantined, held } };
        return linkHealth(facts, clock.now());
      }),
    );
  }

  /** Resolves at the next change, or at the next beat. */
  async function next(signal: AbortSignal, known: number): Promise<'changed' | 'beat'> {
    if (changes !== known) return settled('changed', signal);
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const changed = new Promise<'changed'>((resolve) => {
      const listener = () => resolve('changed');
      listeners.add(listener);
      either.addEventListener('abort', () => listeners.delete(listener), { once: true });
    });
    const beat = wait(HEARTBEAT_MS, either).then(() => 'beat' as const);
    const which = await Promise.race([changed, beat]);
    over.abort();
    return which === 'changed' ? settled(which, signal) : which;
  }

  async function settled(why: 'changed', signal: AbortSignal): Promise<'changed'> {
    await wait(SETTLE_MS, signal);
    return why;
  }

  const versionAt = (count: number): string => `${epoch.replaceAll(':', '-')}:${String(count).padStart(12, '0')}`;

  return {
    all,
    async *watch(signal, since) {
      const last = new Map<string, string>();
      let why: 'changed' | 'beat' | 'joined' = 'joined';
      while (!signal.aborted) {
        // Counted before it is looked: what is told holds at least all that this version promises.
        const known = changes;
        const frame = frameOf(why, await all(), last);
        const version = versionAt(known);
        if (why === 'joined')
          yield since === version ? { ...frame, what: 'changes', links: [], version } : { ...frame, version };
        else if (frame.links.length > 0) yield { ...frame, version };
        why = await next(signal, known);
      }
    },
    changed() {
      changes += 1;
      listeners.forEach((listener) => listener());
    },
  };
}

/** `last`: by partner, what was told; it is brought up to date. */
function frameOf(
  why: 'changed' | 'beat' | 'joined',
  links: readonly LinkHealth[],
  last: Map<string, string>,
): Omit<LinkFrame, 'version'> {
  const changed = links.filter((health) => last.get(health.partner) !== withoutClock(health));
  for (const health of changed) last.set(health.partner, withoutClock(health));
  if (why === 'changed') return { what: 'changes', links: changed };
  return { what: why === 'beat' ? 'heartbeat' : 'snapshot', links };
}

/** What has changed when more than time has passed. */
const withoutClock = (health: LinkHealth): string => JSON.stringify({ ...health, completeUpTo: null });
