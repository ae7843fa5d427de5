import { isBookkeeping } from '@flow/platform/decider/book-events';
import { contextIn } from '@flow/platform/decider/command-metadata';
import type { CommandContext } from '@flow/platform/decider/handler';
import type { Documents } from '@flow/platform/documents/documents';
import type { EventStore, RecordedEvent } from '@flow/platform/event-store/event-store';
import { keepPosition } from '@flow/platform/running/kept-position';
import { underLease } from '@flow/platform/running/lease';
import { pause } from '@flow/platform/running/pause';
import { persistently, Stopped } from '@flow/platform/running/persistently';
import { startRun } from '@flow/platform/running/run';
import type { Running } from '@flow/platform/running/running';
import { steadyDocuments } from '@flow/platform/running/steady-documents';
import type { TaskList } from '@flow/platform/tasks/task-list';
import type { Log } from '@flow/platform/telemetry/log';
import type { Metrics } from '@flow/platform/telemetry/metrics';
import { bookEventCodec } from './adapters/eventstore/book-event-codec';
import { checkBook, type BookCheck } from './application/check-book';
import type { BedsDeps } from './application/deps';
import { finishDeeds } from './application/finish-deeds';
import { orRefusal } from './application/settled-streams';
import { alignTasks } from './application/settle-tasks';
import type { TaskKind } from './domain/task/task-kinds';

export interface UpkeepDeps {
  readonly beds: BedsDeps & { readonly book: BookCheck };
  readonly tasks: TaskList<TaskKind>;
  readonly store: EventStore;
  readonly documents: Documents;
  readonly instance: string;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Of the lease; that of every part unless given. */
  readonly ttlMs?: number;
}

const AGAIN_MS = 500;
const ALIGN_MS = 600_000;
/** More often than every night, at the cost of reading some days of events. */
const CHECK_EVERY = 36;
const MOST_TASKS = 10_000;

/** What this run does by itself, at this time. */
function ownContext(instance: string, now: string): CommandContext {
  const cause = `upkeep ${instance} ${now}`;
  return {
    ...{ commandId: cause, inputHash: '', correlationId: cause, causationId: cause },
    ...{ actor: { user: 'service:beds', role: 'service' }, origin: 'system', entryMode: 'live' },
  };
}

async function recordWhatWasCutShort({ beds, store, documents, log }: UpkeepDeps, signal: AbortSignal): Promise<void> {
  const kept = await keepPosition(steadyDocuments(documents, { signal, log }), store, 'upkeep/beds');
  for await (const { events } of store.subscribe({ prefixes: ['occupancy-'], after: await kept.read(), signal })) {
    for (const event of events) {
      if (isBookkeeping(event.type)) continue;
      await untilFinished(beds, event, signal);
    }
    const last = events.at(-1);
    if (last !== undefined) await kept.write(last.position);
  }
}

/** Throws Stopped when it is told to stop meanwhile: whoever goes on begins with this event again. */
async function untilFinished(beds: BedsDeps, event: RecordedEvent, signal: AbortSignal): Promise<void> {
  const happened = bookEventCodec.decode(event);
  while (!(await finishDeeds(beds, happened, contextIn(event.metadata)))) {
    await pause(AGAIN_MS, signal);
    if (signal.aborted) throw new Stopped();
  }
}

async function align({ beds, tasks, instance }: UpkeepDeps): Promise<void> {
  const open = await tasks.find({ status: 'open' }, { limit: MOST_TASKS });
  const context = ownContext(instance, beds.clock.now());
  // What others were in the way of is looked at again in the next round.
  await orRefusal(() => alignTasks(beds, open, context));
}

async function check({ beds, log, metrics }: UpkeepDeps): Promise<void> {
  const checked = await checkBook(beds.book);
  const differs = metrics.gauge({ name: 'beds_book_differs', help: 'Whether the book is other than its events say.' });
  differs.set(checked.outcome === 'different' ? 1 : 0);
  if (checked.outcome !== 'different') return;
  const { revision, tables } = checked;
  log.error('The book of beds is not what its events say. Restart this instance, and tell us.', {
    ...{ part: 'upkeep/beds', revision, outcome: tables.join('+') },
  });
}

async function look(deps: UpkeepDeps, signal: AbortSignal): Promise<void> {
  const { log } = deps;
  for (let round = 0; !signal.aborted; round++) {
    await persistently(() => align(deps), { signal, log });
    if (round % CHECK_EVERY === 0) await persistently(() => check(deps), { signal, log });
    await pause(ALIGN_MS, signal);
  }
}

/**
 * What makes good, on one instance, what somebody who died left undone: deeds that their stays do not have, tasks that are
 * missing or no longer hold. It also folds the book again and compares.
 */
export function startUpkeep(deps: UpkeepDeps): Running {
  const { documents, instance, log, metrics, ttlMs } = deps;
  const lease = { documents, name: 'upkeep/beds', instance, log, metrics, ...(ttlMs !== undefined && { ttlMs }) };
  const work = async (signal: AbortSignal): Promise<void> => {
    const following = persistently(() => recordWhatWasCutShort(deps, signal), { signal, log });
    await Promise.all([following, look(deps, signal)]);
  };
  return startRun((signal) => underLease({ ...lease, signal }, work), {
    name: 'upkeep/beds',
    log,
  });
}
