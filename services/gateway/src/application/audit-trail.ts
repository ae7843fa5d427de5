import { OutcomeUnknown, WrongExpectedRevision } from '@flow/platform/event-store/errors';
import type { EventStore, ExpectedRevision, NewEvent } from '@flow/platform/event-store/event-store';
import type { Ids } from '@flow/platform/ids/ids';
import { neverBack, type Clock } from '@flow/platform/time/clock';
import { londonDateOf } from '@flow/platform/time/london';
import { chained, genesisOf, linkOf, type ChainEnd } from './audit-chain';
import { auditEvents, sealingEvent, type AuditEntry, type StreamHead } from './audit-entry';

/** Where it is written down who was shown whom, before they are shown. */
export interface AuditTrail {
  /** Durable when it resolves. When it rejects, none of these patients may be shown. */
  write(entries: readonly AuditEntry[]): Promise<void>;
}

/** The trail in the event store, each stream a chain of hashes. */
export interface ChainedTrail extends AuditTrail {
  /** Says where other streams end, so that it is noticed when their last events go. */
  seal(heads: readonly StreamHead[]): Promise<void>;
  /** The stream that is written to now; undefined before the first entry. */
  stream(): string | undefined;
}

export interface AuditTrailDeps {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly ids: Ids;
  /** No other instance, of any machine or day, has it. */
  readonly instance: string;
  readonly chainKey: Buffer;
}

const EVENTS_AN_APPEND = 50;
const ATTEMPTS = 5;

interface Waiting {
  readonly events: readonly NewEvent[];
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

interface Tip extends ChainEnd {
  readonly expected: ExpectedRevision;
}

/** Where a stream of ours ends, as the store has it: an append whose answer was lost may have been taken. */
async function tipIn(store: EventStore, stream: string): Promise<Tip | undefined> {
  const [last] = (await store.read(stream, { direction: 'backwards', limit: 1 })).events;
  const link = last && linkOf(last.data);
  return last && link && { stream, expected: last.revision, previous: link.hash };
}

/** Appends to the stream of the day, each event tied to the one before. One at a time. */
function createChain({ store, instance, chainKey }: AuditTrailDeps) {
  let tip: Tip | undefined;

  async function tipFor(stream: string): Promise<Tip> {
    if (tip?.stream === stream) return tip;
    const before = tip && (await tipIn(store, tip.stream));
    const begun = { stream, expected: 'no-stream' } as const;
    if (before) return { ...begun, previous: before.previous, after: before.stream };
    // Nothing came to be written to the last one: what came before it, if anything, comes before this one.
    if (tip?.after !== undefined) return { ...begun, previous: tip.previous, after: tip.after };
    return { ...begun, previous: genesisOf(chainKey, stream) };
  }

  return {
    stream: () => tip?.stream,
    /** The same ids again at the same place: an append whose answer was lost is found, not repeated. */
    async append(events: readonly NewEvent[], on: string): Promise<void> {
      const stream = `audit-${on}-${instance}`;
      tip = await tipFor(stream);
      for (let attempt = 1; ; attempt += 1) {
        const linked = chained(chainKey, events, tip);
        try {
          const { revision } = await store.append(stream, tip.expected, linked);
          tip = { stream, expected: revision, previous: linkOf(linked.at(-1)?.data ?? {})?.hash ?? tip.previous };
          return;
        } catch (error) {
          if (attempt === ATTEMPTS) throw error;
          if (error instanceof WrongExpectedRevision) tip = (await tipIn(store, stream)) ?? tip;
          else if (!(error instanceof OutcomeUnknown)) throw error;
        }
      }
    },
  };
}

/**
 * Appends to `audit-<London date>-<instance>`: one stream a day and instance, so that each has its own retention and nobody
 * else writes to it. Entries that come while an append is under way go together in the next.
 */
export function createAuditTrail(deps: AuditTrailDeps): ChainedTrail {
  const clock = neverBack(deps.clock);
  const making = { clock, ids: deps.ids };
  const chain = createChain(deps);
  const waiting: Waiting[] = [];
  let writing = false;

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
        const events = batch.flatMap((one) => one.events);
        await chain.append(events, londonDateOf(clock.now()));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    writing = false;
  }

  async function append(events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    await new Promise<void>((done, failed) => {
      waiting.push({ events, done, failed });
      void writeAll();
    });
  }

  return {
    stream: () => chain.stream(),
    write: async (entries) => append(entries.flatMap((entry) => auditEvents(entry, making))),
    seal: async (heads) => append([sealingEvent(heads, making)]),
  };
}
