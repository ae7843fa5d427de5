import type { Proposed, Stored } from './records';
import { metadataOf, NO_METADATA, type StreamMetadata } from './stream-metadata';

const FIRST_COMMIT = 113;

/** Where the metadata of that stream stand. */
export const metadataStreamOf = (stream: string): string => `$$${stream}`;

/** Every event that was ever written, in memory. */
export interface HeldStreams {
  /** In the order in which they were written. */
  readonly everything: readonly Stored[];
  eventsOf(stream: string): readonly Stored[] | undefined;
  /** -1 before the first. */
  lastOf(stream: string): number;
  aboutOf(stream: string): StreamMetadata;
  keep(event: Stored): void;
  /** Writes them at the end of that stream. */
  written(stream: string, events: readonly Proposed[]): readonly Stored[];
}

export function createHeldStreams(): HeldStreams {
  const streams = new Map<string, Stored[]>();
  const everything: Stored[] = [];
  const lastOf = (stream: string): number => (streams.get(stream)?.length ?? 0) - 1;

  function keep(event: Stored): void {
    const stream = streams.get(event.stream) ?? [];
    stream.push(event);
    streams.set(event.stream, stream);
    everything.push(event);
  }

  return {
    everything,
    eventsOf: (stream) => streams.get(stream),
    lastOf,
    aboutOf(stream) {
      const event = streams.get(metadataStreamOf(stream))?.at(-1);
      return event ? metadataOf(event) : NO_METADATA;
    },
    keep,
    written(stream, events) {
      const created = String(BigInt(Date.now()) * 10_000n);
      return events.map((event) => {
        // Byte offsets in the real one: they jump, and the two differ.
        const before = everything.at(-1)?.commit ?? FIRST_COMMIT;
        const commit = before + 41 + ((event.data.length * 31 + before) % 977);
        const revision = lastOf(stream) + 1;
        const stored = { ...event, stream, revision, created, commit, prepare: commit - (commit % 7) };
        keep(stored);
        return stored;
      });
    },
  };
}
