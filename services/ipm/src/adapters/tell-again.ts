import type { PutBack } from '@flow/platform/engines/engines';
import { WrongExpectedRevision } from '@flow/platform/event-store/errors';
import type { EventStore } from '@flow/platform/event-store/event-store';
import { underLease } from '@flow/platform/running/lease';
import { persistently, Stopped } from '@flow/platform/running/persistently';
import { readToEnd } from '@flow/platform/running/read-to-end';
import { steadyDocuments } from '@flow/platform/running/steady-documents';
import type { ServiceDeps } from '@flow/platform/running/service-deps';
import { laterBy, instant, type Instant } from '@flow/platform/time/instant';
import { createInterfaceTasks } from '../application/interface-tasks';
import { LEDGER_PREFIX, ledgerStream } from '../domain/ledger/ledger';
import { createStoredLedgers } from './eventstore/stored-ledgers';
import { createStoredTasks } from './eventstore/stored-tasks';

/** What was settled shortly before may have led to an event that is lost, by whichever clock. What is told twice counts once. */
const MARGIN_MS = 600_000;
const NAME = 'ipm-put-back';
const AT_ONE_TIME = 64;

/** Messages of which something was written into their ledgers since then. */
async function workedSince(
  { engines, clock }: ServiceDeps<unknown>,
  since: Instant | undefined,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  const reading = { store: engines.inbox, clock, prefixes: [LEDGER_PREFIX], signal };
  await readToEnd(reading, ({ stream, metadata }) => {
    if (since === undefined || metadata.recordedAt >= since) ids.add(stream.slice(LEDGER_PREFIX.length));
  });
  return ids;
}

/** Where somebody writes into it, it is told already. */
async function forgetLedger(store: EventStore, messageId: string): Promise<void> {
  const stream = ledgerStream(messageId);
  const [last] = (await store.read(stream, { direction: 'backwards', limit: 1 })).events;
  if (last === undefined) return;
  await store.deleteStream(stream, last.revision).catch((error: unknown) => {
    if (!(error instanceof WrongExpectedRevision)) throw error;
  });
}

/** Several at a time: a store keeps them together, and each alone would wait for the disk. */
async function sideBySide(ids: Iterable<string>, work: (id: string) => Promise<void>): Promise<void> {
  const left = ids[Symbol.iterator]();
  const one = async (): Promise<void> => {
    for (let next = left.next(); next.done !== true; next = left.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONE_TIME }, one));
}

/** Has what the inbox holds and the events have lost told once more. What an operator has worked stays as it is. */
async function forgetWhatWasTold(
  deps: ServiceDeps<unknown>,
  { eventsTo }: PutBack,
  signal: AbortSignal,
): Promise<void> {
  const { engines, clock, ids, log } = deps;
  const ledgers = createStoredLedgers({ store: engines.inbox, clock, ids });
  const steadying = { signal, log };
  const since = eventsTo === undefined ? undefined : laterBy(instant(eventsTo), -MARGIN_MS);
  const worked = await workedSince(deps, since, signal);
  let left = 0;
  await sideBySide(worked, async (messageId) => {
    if (signal.aborted) throw new Stopped();
    const { deeds } = await persistently(async () => ledgers.load(messageId), steadying);
    if (deeds > 0) left += 1;
    else await persistently(async () => forgetLedger(engines.inbox, messageId), steadying);
  });
  log.warn('The events were put back to an earlier copy: what the inbox holds of later is told again.', {
    ...{ since, count: worked.size - left, total: worked.size },
  });
}

/** Names to people what no inbox holds any more. */
async function askToSendAgain(
  deps: ServiceDeps<unknown>,
  putBack: PutBack,
  { partners, signal }: { readonly partners: readonly string[]; readonly signal: AbortSignal },
): Promise<void> {
  const { engines, clock, ids, log } = deps;
  const { inboxTo, noticedAt } = putBack;
  if (inboxTo === undefined) return;
  const tasks = createInterfaceTasks(createStoredTasks({ store: engines.events, clock, ids }), clock);
  for (const partner of partners) {
    log.warn('The inbox was put back to an earlier copy: have the partner send again what it sent since.', {
      ...{ partner, since: inboxTo },
    });
    await persistently(async () => tasks.sendAgain({ partner, since: inboxTo, noticedAt }), {
      ...{ signal, log },
    });
  }
}

/**
 * Where the stores were put back to an earlier copy: messages that are in the inbox and were told to events that are lost are
 * told again, and those that are not in the inbox any more are asked for. Done once each time, by one of several instances, while
 * the others wait; safe to repeat. Before the intake. Rejects with Stopped when the start is given up meanwhile.
 */
export async function tellAgain(deps: ServiceDeps<unknown>, partners: readonly string[]): Promise<void> {
  const { engines, instance, clock, log, starting: signal = new AbortController().signal } = deps;
  const { documents, putBack } = engines;
  if (putBack === undefined) return;
  await underLease({ documents, name: NAME, instance, clock, log, signal }, async (owning) => {
    const steadying = { signal: owning, log };
    const done = await steadyDocuments(documents, steadying).collection(NAME, []);
    if (await persistently(async () => done.findOne({ _id: putBack.noticedAt }), steadying)) return;
    await forgetWhatWasTold(deps, putBack, owning);
    await askToSendAgain(deps, putBack, { partners, signal: owning });
    await done.replaceOne({ _id: putBack.noticedAt }, { _id: putBack.noticedAt }, { upsert: true });
  });
  if (signal.aborted) throw new Stopped();
}
