import type { EventStore, Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import type { Ids } from '@flow/platform/ids/ids';
import type { Watch } from '@flow/platform/telemetry/tracing';
import type { LaneNumber } from '../domain/decode/decoding';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { PartnerConfig } from '../domain/partner/partner-config';
import { createClosedLanes, type ClosedLanes, type HeldLanes } from './closed-lanes';
import { followInbox } from './follow-inbox';
import { createInboxProgress, type InboxMark, type InboxProgress } from './inbox-progress';
import { keepMarks, saveLastMark, type IntakeMarks } from './intake-marks';
import type { InterfaceTasks } from './interface-tasks';
import { createLaneAliases, type LaneAliases } from './lane-aliases';
import type { LaneOf } from './lane-names';
import { createLaneQueues, type LaneQueues } from './lane-queues';
import { lanesOfATerm } from './lanes-of-a-term';
import { lookAgainAtQuarantine, lookAgainAtUnfinished, lookAgainUnder, lookForDeeds } from './look-again';
import type { OpenMessages } from './look-again';
import { createMessageLanes, type MessageLanes, type SettlingObserver } from './message-lanes';
import type { Owners } from './owners';
import { createMessageReader } from './read-message';
import type { Arrivals, LaneRecords, Ledgers, Partners, ReceivedMessages } from './records';
import { untilDone, type Retrying } from './until-done';

export interface IntakeDeps extends Watch, Retrying {
  readonly store: Pick<EventStore, 'subscribe'>;
  readonly decode: (stored: RecordedEvent) => InboxEvent | undefined;
  readonly marks: IntakeMarks;
  readonly ids: Ids;
  readonly arrivals: Arrivals;
  readonly ledgers: Ledgers;
  readonly lanes: LaneRecords;
  readonly inbox: ReceivedMessages;
  readonly tasks: InterfaceTasks;
  readonly owners: Owners;
  readonly partners: Partners & { readonly all: () => readonly PartnerConfig[] };
  readonly open: OpenMessages;
  readonly laneOf: LaneOf;
  readonly observer: SettlingObserver;
  /** How many messages are told at one time, each of other patients. */
  readonly concurrency: number;
  /** Called when something was seen or settled. */
  readonly onProgress: () => void;
}

/** Takes the inbox to outcomes, on one instance at a time. */
export interface Intake {
  /**
   * Closes the lanes of these numbers: resolves when what was taken before is done. Undefined where another instance takes
   * the inbox, or this one stops.
   */
  hold(numbers: readonly LaneNumber[]): Promise<HeldLanes | undefined>;
  /** Goes on where whoever did it last left off, until the signal; then finishes what is in hand. */
  run(signal: AbortSignal): Promise<void>;
  /** How far it has come: this instance's own when it does it, else what was last written down. */
  progress(): Promise<Pick<InboxMark, 'partners'>>;
  /** Messages taken that have no outcome yet, and lanes that wait to be tried again. */
  readonly inHand: { readonly messages: number; readonly blockedLanes: number };
}

interface Taking {
  readonly taker: string;
  readonly progress: InboxProgress;
  readonly queues: LaneQueues;
  readonly lanes: MessageLanes;
  readonly aliases: LaneAliases;
  readonly records: LaneRecords;
  readonly closed: ClosedLanes;
  /** The last message that joined its lanes. */
  takenTo: Position | undefined;
  readonly signal: AbortSignal;
}

const LOOK_AGAIN_EVERY_MS = 60_000;
const CONFIGURED_EVERY_MS = 1000;
const DEEDS_EVERY_MS = 250;

export function createIntake(deps: IntakeDeps): Intake {
  let current: Taking | undefined;

  async function run(signal: AbortSignal): Promise<void> {
    const mark = await untilDone(deps, signal, () => deps.marks.load());
    if (mark === undefined) return;
    const over = new AbortController();
    const taking = begin(deps, mark, AbortSignal.any([signal, over.signal]));
    current = taking;
    try {
      await Promise.all([
        followFrom(deps, taking, mark).finally(() => over.abort()),
        keepMarks(deps, taking),
        lookAgainNowAndThen(deps, taking),
        lookAgainWhenConfigured(deps, taking),
        doWhatIsAsked(deps, taking),
      ]);
    } finally {
      taking.closed.openAll();
      await taking.queues.stop();
      await saveLastMark(deps, taking);
      current = undefined;
    }
  }

  return {
    run,
    hold: async (numbers) => current?.closed.hold(current, [...new Set(numbers.map(deps.laneOf))]),
    progress: async () => current?.progress ?? deps.marks.load(),
    get inHand() {
      return { messages: current?.queues.size ?? 0, blockedLanes: current?.queues.blocked ?? 0 };
    },
  };
}

function begin(deps: IntakeDeps, mark: InboxMark, signal: AbortSignal): Taking {
  const { concurrency, wait, onRetry, partners } = deps;
  const queues = createLaneQueues({ concurrency, wait, onRetry });
  const records = lanesOfATerm(deps.lanes);
  const aliases = createLaneAliases(records);
  const lanes = createMessageLanes({ ...deps, lanes: records, queues, aliases, read: createMessageReader(partners) });
  const progress = createInboxProgress(mark, deps.clock);
  const closed = createClosedLanes();
  const taker = deps.ids.next();
  return { taker, progress, queues, lanes, aliases, records, closed, signal, takenTo: mark.settledTo };
}

function followFrom(deps: IntakeDeps, taking: Taking, { settledTo }: InboxMark): Promise<void> {
  const { lanes, queues, progress, signal } = taking;
  const onTaken = (position: Position): void => {
    taking.takenTo = position;
  };
  return followInbox({ ...deps, lanes, queues, progress, onTaken }, settledTo, signal);
}

async function lookAgainNowAndThen(deps: IntakeDeps, { lanes, signal }: Taking): Promise<void> {
  while (!signal.aborted) {
    try {
      await lookAgainAtQuarantine(deps.open, lanes, signal);
    } catch (because) {
      deps.onRetry(because, 1);
    }
    await deps.wait(LOOK_AGAIN_EVERY_MS, signal);
    // Not before: what the inbox itself brings back is taken in its order first.
    await lookAgainAtUnfinished(deps.open, lanes, signal).catch((because: unknown) => deps.onRetry(because, 1));
  }
}

async function doWhatIsAsked(deps: IntakeDeps, { lanes, signal }: Taking): Promise<void> {
  while (!signal.aborted) {
    await lookForDeeds(deps.open, lanes, deps.observer.notReconsidered).catch(deps.observer.notReconsidered);
    await deps.wait(DEEDS_EVERY_MS, signal);
  }
}

/** Whatever could not be said under another configuration may be said under this one: at each start, and at each change. */
async function lookAgainWhenConfigured(deps: IntakeDeps, { lanes, signal }: Taking): Promise<void> {
  const looked = new Map<string, string>();
  while (!signal.aborted) {
    for (const { name: partner, version } of deps.partners.all()) {
      if (looked.get(partner) === version) continue;
      try {
        await lookAgainUnder({ partner, version }, deps.open, lanes, signal);
        looked.set(partner, version);
      } catch (because) {
        deps.onRetry(because, 1);
      }
    }
    await deps.wait(CONFIGURED_EVERY_MS, signal);
  }
}
