import { OutcomeUnknown, WrongExpectedRevision } from '@flow/platform/event-store/errors';
import type { EventStore, ExpectedRevision, NewEvent } from '@flow/platform/event-store/event-store';
import type { Ids } from '@flow/platform/ids/ids';
import { neverBack, type Clock } from '@flow/platform/time/clock';
import { londonDateOf } from '@flow/platform/time/london';
import { auditEvents, type AuditEntry } from './audit-entry';

/** Where it is written down who was shown whom, before they are shown. */
export interface AuditTrail {
  /** Durable when it resolves. When it rejects, none of these patients may be shown. */
  write(entries: readonly AuditEntry[]): Promise<void>;
}

export interface AuditTrailDeps {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** No other instance, of any machine or day, has it. */
  readonly instance: string;
}

const EVENTS_AN_APPEND = 50;
const ATTEMPTS = 5;

interface Waiting {
  readonly events: readonly NewEvent[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Appends to `audit-<London date>-<instance>`: one stream a day and instance, so that each has its own retention and nobody
 * else writes to it. Entries that come while an append is under way go together in the next.
 */
export function createAuditTrail({ store, clock: told, ids, instance }: AuditTrailDeps): AuditTrail {
  const clock = neverBack(told);
  const waiting: Waiting[] = [];
  let writing = false;
  let stream = '';
  let expected: ExpectedRevision = 'no-stream';

  /** The same ids again at the same place: an append whose answer was lost is found, not repeated. */
  async function append(events: readonly NewEvent[]): Promise<void> {
    const today = `audit-${londonDateOf(clock.now())}-${instance}`;
    if (today !== stream) [stream, expected] = [today, 'no-stream'];
    for (let attempt = 1; ; attempt += 1) {
      try {
        expected = (await store.append(stream, expected, events)).revision;
        return;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        if (error instanceof WrongExpectedRevision) expected = error.actual ?? expected;
        else if (!(error instanceof OutcomeUnknown)) throw error;
      }
    }
  }

  function nextBatch(): Waiting[] {
    let events = 0;
    const count = waiting.findIndex(({ events: { length } }) => (events += length) > EVENTS_AN_APPEND);
    return waiting.splice(0, count === -1 ? waiting.length : Math.max(count, 1));
  }

  async function writeAll(): Promise<void> {
    if (writing) return;
    writing = true;
    while (waiting.length > 0) {
      const batch = nextBatch();
      try {
        await append(batch.flatMap(({ events }) => events));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    writing = false;
  }

  return {
    async write(entries) {
      const events = entries.flatMap((entry) => auditEvents(entry, { clock, ids }));
      if (events.length === 0) return;
      await new Promise<void>((done, failed) => {
        waiting.push({ events, done, failed });
        void writeAll();
      });
    },
  };
}
