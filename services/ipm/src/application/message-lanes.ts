import { traced, traceIfAny, type Watch, type Work } from '@flow/platform/telemetry/tracing';
import type { Decoding } from '../domain/decode/decoding';
import type { MessageDecoded, Ledger } from '../domain/ledger/ledger';
import { mayHeal, type Settlement } from '../domain/ledger/settlement';
import { contentNow } from './content-now';
import type { InterfaceTasks } from './interface-tasks';
import type { LaneAliases } from './lane-aliases';
import type { LaneOf } from './lane-names';
import type { LaneQueues } from './lane-queues';
import type { Owners } from './owners';
import { readIfKept } from './read-if-kept';
import type { MessageReader, ReadMessage } from './read-message';
import type { Arrival, ReceivedMessages, Registered } from './records';
import { askedTask, firstTask, nextTask, noLongerUnmapped, type Task, type ToldDecoding } from './next-task';
import { recordedDecoding } from './record-decoding';
import { isBehind, quarantinedFor, settle, unpark } from './settle';
import type { MessageFacts, SettleDeps } from './settle';
import { tellSteps } from './tell-steps';

/** What is counted and measured. Nothing here tells what a message says. */
export interface SettlingObserver {
  settled(partner: string, settlement: Settlement): void;
  collision(partner: string): void;
  /** The store did not answer; it is looked at again later. */
  readonly notReconsidered: (because: unknown) => void;
}

export interface MessageLanesDeps extends SettleDeps, Watch {
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
  /** Lanes in which it waits. */
  readonly parked: readonly string[];
  /** People may have been asked to work it. */
  readonly isKnown: boolean;
  readonly task: Task;
}

/** Takes messages from the inbox to an outcome, each in the lanes of its patients. */
export interface MessageLanes {
  /** Reads and decodes; `before` is the sender's message before. */
  read: MessageReader;
  /** Finds out what there is to do. Any number may be prepared beside one another. */
  prepare(arrival: Arrival, registered: Registered, read: ReadMessage): Promise<Prepared>;
  /** Puts the message into its lanes, in the order of the calls. Resolves when its outcome is written down. */
  start(prepared: Prepared): Promise<void>;
  /**
   * Looks again at a message: what it waited for may have come, its partner's map may have changed, an operator may have asked
   * for something, or whoever told it again may have died on the way.
   */
  reconsider(messageId: string): Promise<void>;
}

export function createMessageLanes(deps: MessageLanesDeps): MessageLanes {
  return new Lanes(deps);
}

class Lanes implements MessageLanes {
  readonly #reconsidering = new Set<string>();
  readonly #inHand = new Set<string>();

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
    const deed = ledger.decoded?.deed ?? 0;
    const facts = { messageId, partner, source, receivedAt, configVersion, collision: registered.collision, deed };
    const isKnown = ledger.decoded !== null;
    return { facts, lanes, parked: [], isKnown, task: firstTask(ledger, read, registered, lanes) };
  }

  async start(prepared: Prepared): Promise<void> {
    const { facts, task } = prepared;
    if (task.do === 'nothing') return;
    this.#inHand.add(facts.messageId);
    await (task.do === 'settle' ? this.#endIn(prepared, task.settlement) : this.#enqueue(prepared, task.decoding));
    this.#inHand.delete(facts.messageId);
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

  /** Ended without being told: it depends on nothing, and what waits behind it depends on it. */
  #endIn(prepared: Prepared, settlement: Settlement): Promise<void> {
    const { facts, lanes, parked } = prepared;
    const queues = parked.length > 0 ? this.deps.aliases.current(parked) : [`message:${facts.messageId}`];
    return this.#add(queues, () => this.#end(prepared, settlement, lanes));
  }

  #enqueue(prepared: Prepared, decoding: ToldDecoding | undefined): Promise<void> {
    const { aliases } = this.deps;
    const added = this.#add(aliases.current([...prepared.lanes, ...prepared.parked]), () =>
      this.#tell(prepared, decoding),
    );
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
  async #tell(prepared: Prepared, decoding: ToldDecoding | undefined): Promise<void> {
    const { owners, tasks, aliases, ledgers } = this.deps;
    const { facts, lanes } = prepared;
    const recording = () => recordedDecoding(ledgers, facts, lanes, decoding);
    const { decoded, earlier, stays } = await this.#traced(facts, { name: 'message decoded' }, recording);
    const places = [...new Set([...lanes, ...aliases.current(lanes)])];
    if (await isBehind(this.deps, facts.messageId, places)) {
      return this.#end(prepared, quarantinedFor('BEHIND_QUARANTINED', lanes), places);
    }
    const told = await tellSteps(owners, tasks, decoded, stays);
    if (told.outcome === 'refused') return this.#end(prepared, quarantinedFor(told.reason, lanes), places);
    await this.#joinLanes(decoded);
    await tasks.mapped(noLongerUnmapped(earlier, decoded), facts);
    await this.#end(prepared, told, places);
    await this.#healBehind(facts.messageId, places);
  }

  /** Writes the end, and lets go the lanes in which it waited and that it does not concern any more. */
  async #end(prepared: Prepared, settlement: Settlement, places: readonly string[]): Promise<void> {
    const { facts, parked } = prepared;
    await this.#askPeople(prepared, settlement);
    const span = { name: 'message settled', fields: { outcome: settlement.outcome } } as const;
    await this.#traced(facts, span, () => settle(this.deps, facts, settlement, places));
    this.deps.observer.settled(facts.partner, settlement);
    if (facts.collision) this.deps.observer.collision(facts.partner);
    const waits = settlement.outcome === 'quarantined' ? places : [];
    const left = [...new Set([...parked, ...this.deps.aliases.current(parked)])].filter(
      (lane) => !waits.includes(lane),
    );
    await unpark(this.deps, facts, left);
    await this.#healBehind(facts.messageId, left);
  }

  #traced<Done>(
    { messageId, partner }: MessageFacts,
    { name, fields }: Pick<Work<Done>, 'name' | 'fields'>,
    work: () => Promise<Done>,
  ): Promise<Done> {
    const traces = [traceIfAny(this.deps, messageId)];
    return traced(this.deps, { name, traces, fields: { partner, ...fields } }, work);
  }

  /** Before it is written down, so that whoever dies in between does it again. */
  async #askPeople({ facts, isKnown }: Prepared, settlement: Settlement): Promise<void> {
    const { tasks } = this.deps;
    if (settlement.outcome !== 'quarantined') {
      if (isKnown) await tasks.released(facts);
    } else if (settlement.reason !== 'BEHIND_QUARANTINED') {
      await tasks.quarantined(facts, settlement.reason);
    }
  }

  async #joinLanes({ steps, messageId, partner }: MessageDecoded): Promise<void> {
    const { lanes, clock } = this.deps;
    for (const [lane, into] of this.#mergesOf(steps)) {
      await lanes.record({ type: 'JoinLane', lane, into, messageId, at: clock.now() }, partner);
    }
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
    const { settled, asked, parked, deeds: deed } = ledger;
    if (settled === null) return this.#resume(ledger);
    const { partner, source, receivedAt, collision } = settled;
    const entry = await readIfKept(inbox, source, messageId);
    if (entry === undefined) return;
    const read = this.deps.read(contentNow(entry, ledger.edit));
    const { configVersion } = read;
    const lanes = this.#lanesOf(read.decoding);
    await aliases.learn([...lanes, ...parked]);
    const facts = { messageId, partner, source, receivedAt, configVersion, collision, deed };
    const task = asked === null ? nextTask(ledger, read, lanes) : askedTask(asked, read, lanes);
    if (task.do !== 'nothing') return this.start({ facts, lanes, parked, isKnown: true, task });
    if (settled.settlement.outcome !== 'quarantined') await unpark(this.deps, facts, lanes);
  }

  /** What was read anew and is in no lane was in the hands of somebody who died: the inbox was taken further long ago. */
  async #resume({ decoded, parked, collision }: Ledger): Promise<void> {
    if (decoded === null || this.#inHand.has(decoded.messageId)) return;
    const { messageId, partner, source, receivedAt, configVersion, lanes, deed = 0 } = decoded;
    await this.deps.aliases.learn([...lanes, ...parked]);
    const facts = { messageId, partner, source, receivedAt, configVersion, collision, deed };
    await this.start({ facts, lanes, parked, isKnown: true, task: { do: 'tell', decoding: undefined } });
  }
}
