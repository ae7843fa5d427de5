import { z } from 'zod';
import type { EventStore, ExpectedRevision } from '../event-store/event-store';
import { epochOf, IDENTITY_STREAM, storeNamed } from '../event-store/eventstoredb/store-identity';
import { OperatorError } from '../values/operator-error';
import type { PutBack } from './engines';

/** The present life of an event store that other processes use, too. */
export interface Life {
  readonly epoch: string;
  /** Why it began: the store is an earlier copy of itself. */
  readonly putBack?: PutBack;
}

/** All that the store knows of its lives. */
export interface Lives {
  readonly now: Life;
  /** Where the next is written. */
  readonly revision: number;
  /** Epochs of the lives before, those of lost ones too. */
  readonly before: readonly string[];
}

const named = z.object({
  epoch: z.string(),
  putBack: z
    .object({
      noticedAt: z.string(),
      eventsTo: z.string().exactOptional(),
      inboxTo: z.string().exactOptional(),
    })
    .exactOptional(),
  /** Lives that the documents knew of and the store had lost. */
  lost: z.array(z.string()).exactOptional(),
});

const MOST = 1000;

/** Begins the first one where nobody has. */
export async function livesOf(store: EventStore): Promise<Lives> {
  await epochOf(store);
  const { events } = await store.read(IDENTITY_STREAM, { limit: MOST });
  const all = events.map(({ data }) => named.parse(data));
  const [now, last] = [all.at(-1), events.at(-1)];
  if (now === undefined || last === undefined) throw new Error('The event store has lost its name.');
  const before = all.flatMap(({ epoch, lost = [] }) => [epoch, ...lost]).filter((epoch) => epoch !== now.epoch);
  return { now, revision: last.revision, before };
}

/** Undefined where the store has lost even that. */
export async function presentEpoch(store: EventStore): Promise<string | undefined> {
  const [last] = (await store.read(IDENTITY_STREAM, { direction: 'backwards', limit: 1 })).events;
  return last && named.parse(last.data).epoch;
}

interface Beginning {
  readonly putBack: PutBack;
  readonly lost?: readonly string[];
}

/** Another life of a store that was put back. Throws WrongExpectedRevision where somebody else began one first. */
export async function beginLife(
  store: EventStore,
  expected: ExpectedRevision,
  { putBack, lost = [] }: Beginning,
): Promise<void> {
  await store.append(IDENTITY_STREAM, expected, [storeNamed({ putBack: { ...putBack }, lost: [...lost] })]);
}

/** The first life of a store that a backup was restored into. Safe to repeat. Throws OperatorError where somebody else began one. */
export async function nameRestoredLife(store: EventStore, putBack: PutBack): Promise<void> {
  const [first] = (await store.read(IDENTITY_STREAM, { limit: 1 })).events;
  if (first === undefined) await beginLife(store, 'no-stream', { putBack });
  else if (named.parse(first.data).putBack === undefined)
    throw new OperatorError(
      'A product was started on this event store while the backup was restored into it. Stop it, empty the store, and restore again.',
    );
}
