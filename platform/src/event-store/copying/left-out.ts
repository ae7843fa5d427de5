import { derivedId } from '../../ids/ids';
import { instant } from '../../time/instant';
import type { EventMetadata } from '../event-metadata';
import type { EventStore, NewEvent } from '../event-store';

/** Stands at the revision of an event that is read no more, so that those after it keep theirs. Truncated before anybody reads. */
export const LEFT_OUT = 'left-out.v1';
const AN_APPEND = 500;

const metadata: EventMetadata = {
  ...{ commandId: LEFT_OUT, inputHash: LEFT_OUT, correlationId: LEFT_OUT, causationId: LEFT_OUT },
  actor: { user: 'system', role: 'system' },
  ...{ origin: 'import', entryMode: 'import', recordedAt: instant('1970-01-01T00:00:00.000Z'), schemaVersion: 1 },
};

const leftOut = (stream: string, revision: number): NewEvent => ({
  id: derivedId(LEFT_OUT, stream, revision),
  type: LEFT_OUT,
  data: {},
  metadata,
});

/** Writes every revision before that one of a stream that holds nothing else. Safe to repeat. */
export async function fillBefore(store: Pick<EventStore, 'append'>, stream: string, before: number): Promise<void> {
  for (let from = 0; from < before; from += AN_APPEND) {
    const length = Math.min(AN_APPEND, before - from);
    const events = Array.from({ length }, (_, index) => leftOut(stream, from + index));
    await store.append(stream, from === 0 ? 'no-stream' : from - 1, events);
  }
}
