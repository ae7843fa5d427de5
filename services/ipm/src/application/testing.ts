import type { Position, RecordedEvent } from '@flow/platform/event-store/event-store';
import { instant, type Instant } from '@flow/platform/time/instant';
import { replay } from '@flow/platform/decider/decider';
import { testPartner } from '../domain/decode/testing';
import type { FrameReceived, InboxEvent } from '../domain/inbox/inbox-event';
import { laneDecider, type LaneEvent } from '../domain/lane/lane';
import { ledgerDecider, type LedgerEvent } from '../domain/ledger/ledger';
import type { Settlement } from '../domain/ledger/settlement';
import type { PartnerConfig } from '../domain/partner/partner-config';
import { followInbox } from './follow-inbox';
import { AT_THE_START, createInboxProgress } from './inbox-progress';
import type { InterfaceTasks } from './interface-tasks';
import { createLaneAliases } from './lane-aliases';
import { laneNames } from './lane-names';
import { createLaneQueues } from './lane-queues';
import { lookAgainAtQuarantine, type OpenMessages } from './look-again';
import { createMessageLanes, type MessageLanes } from './message-lanes';
import type { Owners } from './owners';
import { createMessageReader } from './read-message';
import type { Arrivals, LaneRecords, Ledgers, ReceivedMessages, Registered } from './records';

/** What stays when a process ends, in memory. */
export interface TestStore {
  readonly inbox: FrameReceived[];
  readonly ledgers: Map<string, LedgerEvent[]>;
  readonly lanes: Map<string, LaneEvent[]>;
  readonly tasks: Set<string>;
}

export const emptyTestStore = (): TestStore => ({
  inbox: [],
  ledgers: new Map(),
  lanes: new Map(),
  tasks: new Set(),
});

function ledgersIn({ ledgers }: TestStore): Ledgers {
  const load = (messageId: string) => replay(ledgerDecider, ledgers.get(messageId) ?? []);
  return {
    load: (messageId) => Promise.resolve(load(messageId)),
    record(command) {
      const decision = ledgerDecider.decide(command, load(command.messageId));
      const events = decision.accepted ? decision.events : [];
      ledgers.set(command.messageId, [...(ledgers.get(command.messageId) ?? []), ...events]);
      return Promise.resolve(events);
    },
  };
}

function lanesIn({ lanes }: TestStore): LaneRecords {
  const load = (lane: string) => replay(laneDecider, lanes.get(lane) ?? []);
  return {
    load: (lane) => Promise.resolve(load(lane)),
    record(command) {
      const decision = laneDecider.decide(command, load(command.lane));
      if (decision.accepted) lanes.set(command.lane, [...(lanes.get(command.lane) ?? []), ...decision.events]);
      return Promise.resolve();
    },
  };
}

function inboxIn({ inbox }: TestStore): ReceivedMessages {
  return {
    read({ revision }) {
      const entry = inbox[revision];
      return entry ? Promise.resolve(entry) : Promise.reject(new Error('Nothing lies there.'));
    },
  };
}

function arrivals(): Arrivals {
  const first = new Map<string, string>();
  const contents = new Map<string, Set<string>>();
  return {
    register: (messages) => Promise.resolve(new Map(messages.map((one) => [one.messageId, registerOne(one)]))),
    forget: () => Promise.resolve(),
  };

  function registerOne({ sender, controlId = '', contentHash, messageId }: FrameReceived): Registered {
    const key = `${sender}|${controlId}`;
    const known = contents.get(key) ?? new Set();
    contents.set(key, known.add(contentHash));
    const before = first.get(`${key}|${contentHash}`) ?? messageId;
    first.set(`${key}|${contentHash}`, before);
    const collision = controlId !== '' && known.size > 1;
    return { ...(before !== messageId && { duplicateOf: before }), collision };
  }
}

function tasksIn({ tasks }: TestStore): InterfaceTasks {
  return {
    unmapped({ unmapped }) {
      unmapped.forEach(({ id }) => tasks.add(id));
      return Promise.resolve([]);
    },
    raise(kind) {
      tasks.add(kind);
      return Promise.resolve({ owner: 'ipm', patientIds: [], tasks: [kind], changed: true });
    },
    sendAgain({ partner }) {
      tasks.add(`send again ${partner}`);
      return Promise.resolve();
    },
    quarantined({ messageId }) {
      tasks.add(`quarantined ${messageId}`);
      return Promise.resolve();
    },
    released({ messageId }) {
      tasks.delete(`quarantined ${messageId}`);
      return Promise.resolve();
    },
    mapped(placeIds) {
      placeIds.forEach((id) => tasks.delete(id));
      return Promise.resolve();
    },
  };
}

export interface TestInterface {
  readonly lanes: MessageLanes;
  readonly settled: readonly Settlement[];
  /** Takes the whole inbox to its end; pauses between attempts pass at once. */
  run(): Promise<void>;
  /** Looks again at everything in quarantine, as at each start. */
  lookAgain(): Promise<void>;
  /** Nothing is attempted any more, as when the process ends. */
  die(): void;
}

const CLOCK = { now: () => instant('2026-01-05T11:00:00.000Z'), monotonicMs: () => 0 };

interface Given {
  readonly store: TestStore;
  readonly owners: Owners;
  readonly partner?: () => PartnerConfig;
  readonly concurrency?: number;
}

/** One life of the process over a store. */
export function startTestInterface({ store, owners, partner = testPartner, concurrency = 4 }: Given): TestInterface {
  const settled: Settlement[] = [];
  let dead = false;
  const wait = () => new Promise<void>((resolve) => setImmediate(resolve));
  const queues = createLaneQueues({ concurrency, wait, onRetry: () => undefined });
  const records = { ledgers: ledgersIn(store), lanes: lanesIn(store), inbox: inboxIn(store) };
  const lanes = createMessageLanes({
    ...records,
    owners,
    queues,
    clock: CLOCK,
    read: createMessageReader({ config: partner }),
    tasks: tasksIn(store),
    aliases: createLaneAliases(records.lanes),
    laneOf: laneNames(Buffer.from('test key')),
    observer: {
      settled: (_partner, settlement) => settled.push(settlement),
      collision: () => undefined,
      notReconsidered: () => undefined,
    },
  });
  return {
    lanes,
    settled,
    async run() {
      const progress = createInboxProgress(AT_THE_START, CLOCK);
      const stored = store.inbox.map(recorded);
      const follow = {
        store: { subscribe: () => once(stored) },
        decode: ({ data }: RecordedEvent) => data as unknown as InboxEvent,
        arrivals: arrivals(),
        ...{ lanes, queues, progress, wait },
        onTaken: () => undefined,
        onProgress: () => undefined,
        onRetry: () => undefined,
      };
      await followInbox(follow, undefined, new AbortController().signal);
      while (queues.size > 0 && !dead) await wait();
    },
    lookAgain: () => lookAgainAtQuarantine(openIn(store), lanes, new AbortController().signal),
    die() {
      dead = true;
      void queues.stop();
    },
  };
}

const openIn = ({ ledgers }: TestStore): OpenMessages => ({
  mayHeal: () =>
    Promise.resolve(
      [...ledgers].flatMap(([messageId, events]) => {
        const last = events.at(-1);
        const quarantined = last?.type === 'MessageSettled' && last.settlement.outcome === 'quarantined';
        return quarantined ? [messageId] : [];
      }),
    ),
  readUnderOther: () => Promise.resolve([]),
  asked: () => Promise.resolve([]),
  unfinished: () => Promise.resolve([]),
});

async function* once(events: readonly RecordedEvent[]) {
  await Promise.resolve();
  yield { events, caughtUp: true };
}

const recorded = (entry: FrameReceived, revision: number): RecordedEvent => ({
  id: entry.messageId,
  type: entry.type,
  stream: 'inbox-ipm-2026-01-05',
  revision,
  position: String(revision).padStart(6, '0') as Position,
  data: entry as never,
  metadata: {} as never,
});

/** An inbox entry of a message's text; texts that differ have other hashes. */
export function receivedText(text: string, messageId: string, receivedAt: Instant = CLOCK.now()): FrameReceived {
  const [, , sender = '', , , , , , type = '', controlId = ''] = text.split('|');
  const hash = Buffer.from(text).toString('hex');
  return {
    type: 'frame-received.v1',
    partner: 'ipm',
    messageId,
    connection: '1',
    receivedAt,
    sender,
    ...(controlId !== '' && { controlId }),
    messageType: type,
    raw: Buffer.from(text).toString('base64'),
    sha256: hash,
    contentHash: digest(hash),
  };
}

/** A short text that differs where the other does: enough for tests. */
function digest(text: string): string {
  let sum = 7n;
  for (const character of text) sum = (sum * 31n + BigInt(character.charCodeAt(0))) % (1n << 64n);
  return sum.toString(16).padStart(16, '0');
}
