import type { Clock } from '@flow/platform/time/clock';
import type { Instant } from '@flow/platform/time/instant';
import { parksLater, type SettledReason, type Settlement } from '../domain/ledger/settlement';
import type { InboxPlace } from '../domain/ledger/ledger';
import type { Because } from './because';
import type { LaneAliases } from './lane-aliases';
import type { LaneRecords, Ledgers } from './records';

/** What every entry of a ledger says of its message. */
export interface MessageFacts {
  readonly messageId: string;
  readonly partner: string;
  readonly source: InboxPlace;
  readonly receivedAt: Instant;
  readonly configVersion: string;
  readonly collision: boolean;
  /** The last deed of an operator that is known: 0 where there was none. */
  readonly deed: number;
}

export interface SettleDeps {
  readonly ledgers: Ledgers;
  readonly lanes: LaneRecords;
  readonly clock: Clock;
}

/**
 * Writes how a message ended. What goes into quarantine is parked in its lanes first, and what comes out is taken out of
 * them last, so that a crash in between leaves it where it is looked for.
 */
export async function settle(
  deps: SettleDeps,
  facts: MessageFacts,
  settlement: Settlement,
  lanes: readonly string[],
): Promise<void> {
  const { deed, ...entry } = facts;
  const { messageId, partner } = entry;
  if (settlement.outcome === 'quarantined') {
    const { reason } = settlement;
    const at = deps.clock.now();
    for (const lane of lanes) await deps.lanes.record({ type: 'ParkMessage', lane, messageId, reason, at }, partner);
  }
  await deps.ledgers.record({ type: 'Settle', ...entry, settlement, ...(deed > 0 && { deed }) });
  if (settlement.outcome !== 'quarantined') await unpark(deps, facts, lanes);
}

export async function unpark(
  { lanes, clock }: Pick<SettleDeps, 'lanes' | 'clock'>,
  { messageId, partner }: Because,
  names: readonly string[],
): Promise<void> {
  for (const lane of names) {
    const { parked } = await lanes.load(lane);
    if (!parked.some((one) => one.messageId === messageId)) continue;
    await lanes.record({ type: 'UnparkMessage', lane, messageId, at: clock.now() }, partner);
  }
}

interface AheadDeps {
  readonly ledgers: Pick<Ledgers, 'load'>;
  readonly lanes: Pick<LaneRecords, 'load'>;
  readonly aliases: Pick<LaneAliases, 'learn' | 'current'>;
}

/** A message of these lanes went into quarantine before this one, and until it is understood this one cannot be. */
export async function isBehind(
  deps: SettleDeps & AheadDeps,
  messageId: string,
  names: readonly string[],
): Promise<boolean> {
  for (const name of names) {
    for (const ahead of await aheadOf(deps, messageId, name)) {
      if (ahead.isThere) return true;
      await unpark(deps, { messageId: ahead.messageId }, [name]);
    }
  }
  return false;
}

interface Ahead {
  readonly messageId: string;
  /** Else it is parked there only because whoever took it out died before they said so. */
  readonly isThere: boolean;
}

/** Messages that make this one wait in a lane. */
export async function aheadOf(deps: AheadDeps, messageId: string, name: string): Promise<readonly Ahead[]> {
  const { parked } = await deps.lanes.load(name);
  const own = parked.findIndex((one) => one.messageId === messageId);
  const before = (own < 0 ? parked : parked.slice(0, own)).filter(({ reason }) => parksLater(reason));
  return Promise.all(
    before.map(async (one) => ({ messageId: one.messageId, isThere: await isStillParked(deps, one.messageId, name) })),
  );
}

/** Whoever wrote how it ended may have died before they took it out of its lanes. */
async function isStillParked({ ledgers, aliases }: AheadDeps, messageId: string, lane: string): Promise<boolean> {
  const { settled, parked, events } = await ledgers.load(messageId);
  if (settled === null) return events > 0;
  await aliases.learn(parked);
  return [...parked, ...aliases.current(parked)].includes(lane);
}

export const quarantinedFor = (reason: SettledReason, lanes: readonly string[]): Settlement => ({
  outcome: 'quarantined',
  reason,
  lanes,
});
