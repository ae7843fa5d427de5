import { WrongExpectedRevision } from '@flow/platform/event-store/errors';
import type { EventStore } from '@flow/platform/event-store/event-store';
import { certainly } from '@flow/platform/running/certainly';
import { ledgerStream } from '../../domain/ledger/ledger';
import type { HeldLanes } from '../closed-lanes';
import type { InterfaceTasks } from '../interface-tasks';
import type { Arrivals } from '../records';
import { unpark } from '../settle';
import { findMessages, type ErasureAsked, type FindDeps } from './find-messages';
import { rewriteDay, type RewriteDeps } from './rewrite-day';

/** What was erased, by ids, each erasure a stream. */
export interface ErasureRecords {
  /** Adds these; gives how many there are now. */
  record(erasureId: string, messageIds: readonly string[]): Promise<number>;
  messagesOf(erasureId: string): Promise<ReadonlySet<string>>;
}

export interface EraseDeps extends FindDeps, RewriteDeps {
  readonly store: EventStore;
  readonly erasures: ErasureRecords;
  readonly arrivals: Pick<Arrivals, 'forget'>;
  readonly tasks: Pick<InterfaceTasks, 'released'>;
}

/** How many messages the erasure took so far. `behind`: one of them has not been taken yet, so that it would be told again. */
export type Erased = { readonly messages: number } | 'behind';

/**
 * Takes every message of somebody out of the inbox, with what was made of it, while their lanes are held. Cut short anywhere it
 * is done again from the start: what is to go is found again for as long as it is there.
 */
export async function eraseMessages(
  deps: EraseDeps,
  asked: ErasureAsked,
  { takenTo, lanes, signal }: HeldLanes,
): Promise<Erased> {
  const found = await findMessages(deps, asked, { takenTo, signal });
  if (found.isBehind) return 'behind';
  // Stories go by this record, and nothing of what follows is found by it: it says what is about to go.
  const messages = await deps.erasures.record(asked.erasureId, [...found.ids]);
  for (const day of found.days) {
    await rewriteDay(
      deps,
      day,
      (messageId) => found.ids.has(messageId),
      (entries) => deps.arrivals.forget(entries),
    );
  }
  for (const messageId of found.ids) {
    await unpark({ clock: deps.clock, lanes }, { messageId }, [...found.lanes]);
    await deps.tasks.released({ messageId });
    await deleteLedger(deps.store, messageId);
  }
  return { messages };
}

/** Last of all: without its entry in the inbox nobody writes it again. */
export async function deleteLedger(store: EventStore, messageId: string): Promise<void> {
  const stream = ledgerStream(messageId);
  await certainly(async () => {
    const { events } = await store.read(stream, { direction: 'backwards', limit: 1 });
    const [last] = events;
    if (last === undefined) return;
    await store.deleteStream(stream, last.revision).catch((error: unknown) => {
      if (!(error instanceof WrongExpectedRevision)) throw error;
    });
  });
}
