import type { Position, RecordedEvent } from '../event-store';

/** The truncation by which the server marks a deleted stream: the largest 64-bit number. */
const DELETED = Number('9223372036854775807');

/** Where the server keeps what it knows about streams of those prefixes. */
export const metadataStreamsOf = (prefixes: readonly string[]): readonly string[] =>
  prefixes.map((prefix) => `$$${prefix}`);

/** Which events are read no more, though the server shows them to subscribers of all streams until it is scavenged. */
export interface Hidden {
  /** Takes in an entry of a stream's metadata. */
  readonly note: (entry: RecordedEvent) => void;
  readonly hides: (event: RecordedEvent) => boolean;
}

/** A deletion hides what stood before it in the store, so that what is written to the stream again is shown. */
export function createHidden(): Hidden {
  const deletedAt = new Map<string, Position>();
  const truncatedAt = new Map<string, number>();
  return {
    note({ stream, data, position }) {
      const before = data['$tb'];
      if (typeof before !== 'number') return;
      const name = stream.slice('$$'.length);
      if (before >= DELETED) deletedAt.set(name, position);
      else truncatedAt.set(name, before);
    },
    hides: ({ stream, revision, position }) =>
      position < (deletedAt.get(stream) ?? '') || revision < (truncatedAt.get(stream) ?? 0),
  };
}
