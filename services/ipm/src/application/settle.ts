import type { Clock } from '@flow/platform/time/clock';
import type { Instant } from '@flow/platform/time/instant';
import { parksLater, type SettledReason, type Settlement } from '../domain/ledger/settlement';
import type { InboxPlace } from '../domain/ledger/ledger';
import type { LaneRecords, Ledgers } from './records';

/** What every entry of a ledger says of its message. */
export interface MessageFacts {
  readonly messageId: string;
  readonly partner: string;
  readonly source: InboxPlace;
  readonly receivedAt: Instant;
  readonly configVersion: string;
  readonly collision: boolean;
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
  const { messageId } = facts;
  if (settlement.outcome === 'quarantined') {
    const { reason } = settlement;
    const at = deps.clock.now();
    for (const lane of lanes) await deps.lanes.record({ type: 'ParkMessage', lane, messageId, reason, at });
  }
  await deps.ledgers.record({ type: 'Settle', ...facts, settlement });
  if (settlement.outcome !== 'quarantined') await unpark(deps, messageId, lanes);
}

export async function unpark({ lanes, clock }: SettleDeps, messageId: string, names: readonly string[]): Promise<void> {
  for (const lane of names) {
    const { parked } = await lanes.load(lane);
    if (!parked.some((one) => one.messageId === messageId)) continue;
    await lanes.record({ type: 'UnparkMessage', lane, messageId, at: clock.now() });
  }
}

/** A message of these lanes went into quarantine before this one, and until it is understood this one cannot be. */
export async function isBehind({ lanes }: SettleDeps, messageId: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    const { parked } = await lanes.load(name);
    const own = parked.findIndex((one) => one.messageId === messageId);
    const before = own < 0 ? parked : parked.slice(0, own);
    if (before.some(({ reason }) => parksLater(reason))) return true;
  }
  return false;
}

export const quarantinedFor = (reason: SettledReason, lanes: readonly string[]): Settlement => ({
  outcome: 'quarantined',
  reason,
  lanes,
});
