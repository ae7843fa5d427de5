import { EventEmitter } from 'node:events';
import { decideAppend, decideRemoval, type Decided } from './decisions';
import { createHeldStreams } from './held-streams';
import type { LogFile } from './log-file';
import type { Expected, Outcome, Proposed, Stored } from './records';
import { firstVisible, isDeleted } from './stream-metadata';

/** All streams, in memory and in the log. Nothing is shown to readers before it is on the disk. */
export interface Book {
  append(stream: string, expected: Expected, events: readonly Proposed[]): Promise<Outcome>;
  /** Softly: the stream is hidden, and goes on at the next revision when it is written again. */
  remove(stream: string, expected: Expected): Promise<Outcome>;
  /** Every event of the stream that may be read; undefined when there is no such stream, or it is deleted. */
  read(stream: string): readonly Stored[] | undefined;
  /** Everything that is on the disk, in order, hidden or not, as $all has it until the store is scavenged. */
  all(): readonly Stored[];
  /** Tells when there is more. Gives how to stop that. */
  onMore(listener: () => void): () => void;
}

export function openBook(log: LogFile): Book {
  const held = createHeldStreams();
  for (const event of log.kept.flat()) held.keep(event);
  const shown = [...held.everything];
  const news = new EventEmitter().setMaxListeners(0);

  async function answered({ outcome, written }: Decided): Promise<Outcome> {
    if (written.length > 0) log.put(written);
    const upTo = held.everything.length;
    await log.flushed();
    if (shown.length < upTo) {
      shown.push(...held.everything.slice(shown.length, upTo));
      news.emit('more');
    }
    return outcome;
  }

  return {
    append: async (stream, expected, events) => answered(decideAppend(held, stream, expected, events)),
    remove: async (stream, expected) => answered(decideRemoval(held, stream, expected)),
    read(stream) {
      const events = held.eventsOf(stream);
      const about = held.aboutOf(stream);
      if (!events || isDeleted(about)) return undefined;
      const upTo = shown.at(-1)?.commit ?? 0;
      let end = events.length;
      while (end > 0 && (events[end - 1]?.commit ?? 0) > upTo) end -= 1;
      return events.slice(firstVisible(about, end - 1), end);
    },
    all: () => shown,
    onMore(listener) {
      news.on('more', listener);
      return () => void news.off('more', listener);
    },
  };
}
