import type { LedgerCommand, MessageDecoded } from '../domain/ledger/ledger';
import type { ToldStay } from '../domain/ledger/told-stays';
import { saysTheSame, type ToldDecoding } from './next-task';
import type { Ledgers } from './records';
import type { MessageFacts } from './settle';

/** What is about to be told, and what was before. */
export interface Recorded {
  readonly decoded: MessageDecoded;
  readonly earlier: MessageDecoded | undefined;
  /** Stays that the last decoding that was applied spoke of. */
  readonly stays: readonly ToldStay[];
}

/**
 * The decoding to tell, written down before it is: the one that was begun, the one that says the same, or a new one. What an
 * operator asked for is always told anew, once.
 */
export async function recordedDecoding(
  ledgers: Ledgers,
  facts: MessageFacts,
  lanes: readonly string[],
  decoding: ToldDecoding | undefined,
): Promise<Recorded> {
  const { decoded, settled, stays, asked } = await ledgers.load(facts.messageId);
  const isAsked = asked !== null && asked.deed === facts.deed;
  if (decoded && stands(decoded, decoding, { isAsked, isBegun: settled === null, deed: facts.deed })) {
    return { decoded, earlier: undefined, stays };
  }
  if (decoding === undefined) throw new Error(`Message ${facts.messageId} has no decoding to tell again.`);
  const [recorded] = await ledgers.record(recordDecoding(facts, lanes, decoding));
  if (recorded?.type !== 'MessageDecoded') throw new Error(`Message ${facts.messageId} was not recorded as decoded.`);
  return { decoded: recorded, earlier: decoded ?? undefined, stays };
}

interface Standing {
  readonly isAsked: boolean;
  readonly isBegun: boolean;
  readonly deed: number;
}

function stands(
  decoded: MessageDecoded,
  decoding: ToldDecoding | undefined,
  { isAsked, isBegun, deed }: Standing,
): boolean {
  if (decoding === undefined) return true;
  return isAsked ? decoded.deed === deed : isBegun || saysTheSame(decoded, decoding);
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
  ...(facts.deed > 0 && { deed: facts.deed }),
});
