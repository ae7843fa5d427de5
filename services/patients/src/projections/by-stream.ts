import type { RecordedEvent } from '@flow/platform/event-store/event-store';

/** The events of each stream, in their order. */
export function byStream(events: readonly RecordedEvent[]): ReadonlyMap<string, readonly RecordedEvent[]> {
  const streams = new Map<string, RecordedEvent[]>();
  for (const event of events) {
    const held = streams.get(event.stream);
    if (held === undefined) streams.set(event.stream, [event]);
    else held.push(event);
  }
  return streams;
}
