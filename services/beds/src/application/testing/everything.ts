import { derivedId } from '@flow/platform/ids/ids';
import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';
import { certainly, followUntil, sampleEvent } from '@flow/platform/event-store/testing';
import { WrongExpectedRevision } from '@flow/platform/event-store/errors';

let marks = 0;

/** Every event of these streams so far, in order, each once. */
export async function everything(store: EventStore, prefixes: readonly string[]): Promise<readonly RecordedEvent[]> {
  const stream = `mark-${derivedId('mark', (marks += 1))}`;
  const mark = sampleEvent({}, 'mark.v1');
  await certainly(() => store.append(stream, 'no-stream', [mark])).catch((error: unknown) => {
    if (!(error instanceof WrongExpectedRevision)) throw error;
  });
  const followed = await followUntil(store, { prefixes: [...prefixes, 'mark-'] }, (events) =>
    events.some((event) => event.stream === stream),
  );
  return followed
    .filter((event) => prefixes.some((prefix) => event.stream.startsWith(prefix)))
    .sort((a, b) => (a.position < b.position ? -1 : 1));
}
