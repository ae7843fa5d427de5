import { randomUUID } from 'node:crypto';
import { metadataStreamOf, type HeldStreams } from './held-streams';
import type { Expected, Outcome, Proposed, Stored } from './records';
import { DELETED_JSON, isDeleted, truncatedAt } from './stream-metadata';

const MOST_BYTES = 1_048_576;

const sizeOf = (events: readonly Proposed[]): number =>
  events.reduce((sum, { type, data, metadata }) => sum + data.length + metadata.length + 2 * type.length, 0);

const metadataEvent = (data: Buffer): Proposed => ({
  id: randomUUID(),
  type: '$metadata',
  contentType: 'application/json',
  data,
  metadata: Buffer.alloc(0),
});

function fits(held: HeldStreams, stream: string, expected: Expected): boolean {
  const last = held.lastOf(stream);
  const exists = last >= 0 && !isDeleted(held.aboutOf(stream));
  if (expected === 'any') return true;
  if (expected === 'no-stream') return !exists;
  return expected === 'stream-exists' ? exists : expected === last;
}

/** The same ids where the append would have written them: its first result. */
function repeated(there: readonly Stored[], events: readonly Proposed[]): Outcome | undefined {
  const end = there.at(-1);
  const same = there.length === events.length && there.every(({ id }, index) => id === events[index]?.id);
  return same && end ? { kind: 'done', revision: end.revision, at: end } : undefined;
}

function refused(held: HeldStreams, stream: string): Outcome {
  const last = held.lastOf(stream);
  return { kind: 'wrong', current: last < 0 ? undefined : last };
}

/** What is answered, and what was written for it. */
export interface Decided {
  readonly outcome: Outcome;
  readonly written: readonly Stored[];
}

/** A stream that was deleted goes on at its next revision, and is read from there. */
export function decideAppend(
  held: HeldStreams,
  stream: string,
  expected: Expected,
  events: readonly Proposed[],
): Decided {
  if (sizeOf(events) > MOST_BYTES) return { outcome: { kind: 'too-large' }, written: [] };
  if (!fits(held, stream, expected)) {
    const from = typeof expected === 'number' ? expected + 1 : 0;
    const there = held.eventsOf(stream)?.slice(from, from + events.length) ?? [];
    const first = expected === 'stream-exists' ? undefined : repeated(there, events);
    return { outcome: first ?? refused(held, stream), written: [] };
  }
  const about = held.aboutOf(stream);
  const first = String(held.lastOf(stream) + 1);
  const shownAgain = isDeleted(about)
    ? held.written(metadataStreamOf(stream), [metadataEvent(truncatedAt(about, first))])
    : [];
  const stored = held.written(stream, events);
  const end = stored.at(-1);
  return {
    outcome: end ? { kind: 'done', revision: end.revision, at: end } : refused(held, stream),
    written: [...shownAgain, ...stored],
  };
}

/** A deletion is an entry in the stream's metadata; asked for again it is done again. */
export function decideRemoval(held: HeldStreams, stream: string, expected: Expected): Decided {
  if (!fits(held, stream, expected)) return { outcome: refused(held, stream), written: [] };
  const data = truncatedAt(held.aboutOf(stream), DELETED_JSON);
  const written = held.written(metadataStreamOf(stream), [metadataEvent(data)]);
  const [end] = written;
  const outcome: Outcome = end
    ? { kind: 'done', revision: held.lastOf(stream), at: end }
    : { kind: 'wrong', current: undefined };
  return { outcome, written };
}
