import type { Decoding } from '../domain/decode/decoding';
import type { InboxEvent } from '../domain/inbox/inbox-event';
import type { LedgerCommand, MessageDecoded } from '../domain/ledger/ledger';
import { mayHeal, type Settlement } from '../domain/ledger/settlement';
import type { ToldStay } from '../domain/ledger/told-stays';
import type { InterfaceTasks } from './interface-tasks';
import type { LaneAliases } from './lane-aliases';
import type { LaneOf } from './lane-names';
import type { LaneQueues } from './lane-queues';
import type { Owners } from './owners';
import type { MessageReader, ReadMessage } from './read-message';
import type { Arrival, ReceivedMessages, Registered } from './records';
import { firstTask, nextTask, noLongerUnmapped, saysTheSame, type Task, type ToldDecoding } from './next-task';
import { isBehind, quarantinedFor, settle, unpark, type MessageFacts, type SettleDeps } from './settle';
import { tellSteps } from './tell-steps';

/** What is counted and measured. Nothing here tells what a message says. */
export interface SettlingObserver {
  settled(partner: string, settlement: Settlement): void;
  collision(partner: string): void;
  /** The store did not answer; it is looked at again later. */
  readonly notReconsidered: (because: unknown) => void;
}

export interface MessageLanesDeps extends SettleDeps {
  readonly inbox: ReceivedMessages;
  readonly read: MessageReader;
  readonly owners: Owners;
  readonly tasks: InterfaceTasks;
  readonly queues: LaneQueues;
  readonly aliases: LaneAliases;
  readonly laneOf: LaneOf;
  readonly observer: SettlingObserver;
}

/** A message that was read, and waits to be put into its lanes. */
export interface Prepared {
  readonly facts: MessageFacts;
  readonly lanes: readonly string[];
  readonly task: Task;
}

/** What is about to be told, and what was before. */
interface Recorded {
  readonly decoded: MessageDecoded;
  readonly earlier: MessageDecoded | undefined;
  /** Stays that the last decoding that was applied spoke of. */
  readonly stays: readonly ToldStay[];
}

/** Takes messages from the inbox to an outcome, each in the lanes of its patients. */
export interface MessageLanes {
  /** Reads and decodes; `before` is the sender's message before. */
  read: MessageReader;
  /** Finds out what there is to do. Any number may be prepared beside one another. */
  prepare(arrival: Arrival, registered: Registered, read: ReadMessage): Promise<Prepared>;
  /** Puts the message into its lanes, in the order of the calls. Resolves when its outcome is written down. */
  start(prepared: Prepared): Promise<void>;
  /** Looks again at a message that had an outcome: what it waited for may have come, or its partner's map changed. */
  reconsider(messageId: string): Promise<void>;
}

export function createMessageLanes(deps: MessageLanesDeps): MessageLanes {
  return new Lanes(deps);
}

class Lanes implements MessageLanes {
  readonly #reconsidering = new Set<string>();

  constructor(private readonly deps: MessageLanesDeps) {}

  read(...asked: Parameters<MessageReader>): ReadMessage {
    return this.deps.read(...asked);
  }

  async prepare({ entry, source }: Arrival, registered: Registered, read: ReadMessage): Promise<Prepared> {
    const { ledgers, aliases } = this.deps;
    const ledger = await ledgers.load(entry.messageId);
    const lanes = ledger.decoded?.lanes ?? this.#lanesOf(read.decoding);
    await aliases.learn(lanes);
    const { messageId, partner, receivedAt } = entry;
    const { configVersion } = ledger.settled ?? ledger.decoded ?? read;
    const facts = { messageId, partner, source, receivedAt, configVersion, collision: registered.collision };
    return { facts, lanes, task: firstTask(ledger, read, registered, lanes) };
  }

  start(prepared: Prepared): Promise<void> {
    const { facts, task } = prepared;
    switch (task.do) {
      case 'nothing':
        return Promise.resolve();
      case 'settle':
        // Nothing depends on it, and it depends on nothing.
        return this.#add([`message:${facts.messageId}`], () => this.#settle(facts, task.settlement, prepared.lanes));
      case 'tell':
        return this.#enqueue(prepared, task.decoding);
    }
  }

  async reconsider(messageId: string): Promise<void> {
    if (this.#reconsidering.has(messageId)) return;
    this.#reconsidering.add(messageId);
    try {
      await this.#reconsider(messageId);
    } finally {
      this.#reconsidering.delete(messageId);
    }
  }

  #lanesOf(decoding: Decoding): readonly string[] {
    const numbers = 'lanes' in decoding ? (decoding.lanes ?? []) : [];
    return [...new Set(numbers.map(this.deps.laneOf))];
  }

  #add(lanes: readonly string[], run: () => Promise<void>): Promise<void> {
    return this.deps.queues.add({
      lanes,
      attempt: async () => {
        await run();
        return { done: true };
      },
    });
  }

  #enqueue({ facts, lanes }: Prepared, decoding: ToldDecoding | undefined): Promise<void> {
    const { aliases } = this.deps;
    const added = this.#add(aliases.current(lanes), () => this.#tell(facts, lanes, decoding));
    // What comes behind a merge finds the lane of the survivor, in which the merge is before it.
    for (const [retired, survivor] of this.#mergesOf(decoding?.steps ?? [])) aliases.join(retired, survivor);
    return added;
  }

  #mergesOf(steps: ToldDecoding['steps']): readonly (readonly [retired: string, survivor: string])[] {
    return steps.flatMap((step) =>
      step.step === 'merge' && step.survivor.hospitalNumber !== undefined
        ? [[this.deps.laneOf(step.retired), this.deps.laneOf(step.survivor.hospitalNumber)] as const]
        : [],
    );
  }

  /** One attempt at a message, from what its ledger says. Throws when an owner or the store does not answer. */
  async #tell(facts: MessageFacts, lanes: readonly string[], decoding: ToldDecoding | undefined): Promise<void> {
    const { owners, tasks, aliases } = this.deps;
    const { decoded, earlier, stays } = await this.#recorded(facts, lanes, decoding);
    const places = [...new Set([...lanes, ...aliases.current(lanes)])];
    if (await isBehind(this.deps, facts.messageId, places)) {
      return this.#settle(facts, quarantinedFor('BEHIND_QUARANTINED', lanes), places);
    }
    const told = await tellSteps(owners, tasks, decoded, stays);
    if (told.outcome === 'refused') return this.#settle(facts, quarantinedFor(told.reason, lanes), places);
    await this.#joinLanes(decoded);
    await tasks.mapped(noLongerUnmapped(earlier, decoded), facts.messageId);
    await this.#settle(facts, told, places);
    await this.#healBehind(facts.messageId, places);
  }

  /** The decoding to tell, written down before it is: the one that was begun, the one that says the same, or a new one. */
  async #recorded(
    facts: MessageFacts,
    lanes: readonly string[],
    decoding: ToldDecoding | undefined,
  ): Promise<Recorded> {
    const { decoded, settled, stays } = await this.deps.ledgers.load(facts.messageId);
    const stands = decoded && (settled === null || decoding === undefined || saysTheSame(decoded, decoding));
    if (stands) return { decoded, earlier: undefined, stays };
    if (decoding === undefined) throw new Error(`Message ${facts.messageId} has no decoding to tell again.`);
    const [recorded] = await this.deps.ledgers.record(recordDecoding(facts, lanes, decoding));
    if (recorded?.type !== 'MessageDecoded') throw new Error(`Message ${facts.messageId} was not recorded as decoded.`);
    return { decoded: recorded, earlier: decoded ?? undefined, stays };
  }

  async #joinLanes({ steps, messageId }: MessageDecoded): Promise<void> {
    const { lanes, clock } = this.deps;
    for (const [lane, into] of this.#mergesOf(steps)) {
      await lanes.record({ type: 'JoinLane', lane, into, messageId, at: clock.now() });
    }
  }

  async #settle(facts: MessageFacts, settlement: Settlement, lanes: readonly string[]): Promise<void> {
    await settle(this.deps, facts, settlement, lanes);
    this.deps.observer.settled(facts.partner, settlement);
    if (facts.collision) this.deps.observer.collision(facts.partner);
  }

  /** Something was understood about these patients: what waits in their lanes may be understood now. */
  async #healBehind(messageId: string, lanes: readonly string[]): Promise<void> {
    for (const lane of lanes) {
      const { parked } = await this.deps.lanes.load(lane);
      for (const one of parked) {
        // It joins the queue behind this one, and nobody waits for it.
        if (one.messageId !== messageId && mayHeal(one.reason))
          void this.reconsider(one.messageId).catch(this.deps.observer.notReconsidered);
      }
    }
  }

  async #reconsider(messageId: string): Promise<void> {
    const { ledgers, inbox, aliases } = this.deps;
    const ledger = await ledgers.load(messageId);
    // Without an outcome it is in its lane already.
    if (ledger.settled === null) return;
    const { partner, source, receivedAt, collision } = ledger.settled;
    const entry: InboxEvent = await inbox.read(source);
    const read = this.deps.read(entry);
    const lanes = this.#lanesOf(read.decoding);
    await aliases.learn(lanes);
    const { configVersion } = read;
    const facts = { messageId, partner, source, receivedAt, configVersion, collision };
    const task = nextTask(ledger, read, lanes);
    if (task.do !== 'nothing') return this.start({ facts, lanes, task });
    if (ledger.settled.settlement.outcome !== 'quarantined') await unpark(this.deps, messageId, lanes);
  }
}

const recordDecoding = (facts: MessageFacts, lanes: readonly string[], decoding: ToldDecoding): LedgerCommand => ({
  type: 'RecordDecoding',
  messageId: facts.messageId,
  partner: facts.partner,
  source: facts.source,
  receivedAt: facts.receivedAt,
  configVersion: facts.configVersion,
  event: decoding.event,
  steps: decoding.steps,
  lanes,
  order: decoding.order,
  occurredAt: decoding.occurredAt,
  unmapped: decoding.unmapped,
  warnings: decoding.warnings,
  clockCorrectionMs: decoding.clockCorrectionMs,
});
