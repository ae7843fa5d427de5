import type { EventStore } from '@flow/platform/event-store/event-store';
import { samplesFrom } from './sample-events';

/** Events of a stream that is filled, and of one append. */
export const EVENTS_A_STREAM = 20;
const STREAMS_AT_ONCE = 64;

/** The n-th stream that is filled. */
export const filledStream = (category: string, number: number): string => `${category}-${number}`;

/** Writes so many events through the port, in streams of twenty. */
export async function fillStore(
  store: EventStore,
  {
    category,
    events,
    progress,
  }: { readonly category: string; readonly events: number; readonly progress: (done: number) => void },
): Promise<void> {
  const streams = Math.ceil(events / EVENTS_A_STREAM);
  let next = 0;
  const write = async (): Promise<void> => {
    for (let stream = next++; stream < streams; stream = next++) {
      const some = samplesFrom(stream * EVENTS_A_STREAM, EVENTS_A_STREAM);
      await store.append(filledStream(category, stream), 'no-stream', some);
      if (stream % 5000 === 0) progress(stream * EVENTS_A_STREAM);
    }
  };
  await Promise.all(Array.from({ length: STREAMS_AT_ONCE }, write));
}
