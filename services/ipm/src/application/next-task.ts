import type { Decoding } from '../domain/decode/decoding';
import type { DeedEvent } from '../domain/ledger/deed';
import type { Ledger, MessageDecoded } from '../domain/ledger/ledger';
import type { Settlement } from '../domain/ledger/settlement';
import type { ReadMessage } from './read-message';
import type { Registered } from './records';
import { quarantinedFor } from './settle';

export type ToldDecoding = Extract<Decoding, { outcome: 'tell' }>;

export type Task =
  | { readonly do: 'nothing' }
  | { readonly do: 'settle'; readonly settlement: Settlement }
  /** Without a decoding: the one that its ledger holds. */
  | { readonly do: 'tell'; readonly decoding: ToldDecoding | undefined };

/** What to do about a message that comes out of the inbox. */
export function firstTask(
  ledger: Ledger,
  { decoding }: ReadMessage,
  { duplicateOf }: Registered,
  lanes: readonly string[],
): Task {
  if (ledger.settled !== null) return { do: 'nothing' };
  if (ledger.decoded !== null) return { do: 'tell', decoding: undefined };
  if (duplicateOf !== undefined) return { do: 'settle', settlement: { outcome: 'duplicate', of: duplicateOf } };
  return decoding.outcome === 'tell'
    ? { do: 'tell', decoding }
    : { do: 'settle', settlement: settlementOf(decoding, lanes) };
}

function settlementOf(decoding: Exclude<Decoding, ToldDecoding>, lanes: readonly string[]): Settlement {
  return decoding.outcome === 'quarantined' ? quarantinedFor(decoding.reason, lanes) : decoding;
}

/** What to do about a message that has an outcome: what was applied is never taken back, only said better. */
export function nextTask({ decoded, settled }: Ledger, { decoding }: ReadMessage, lanes: readonly string[]): Task {
  const before = settled?.settlement;
  if (before === undefined || isAnEnd(before)) return { do: 'nothing' };
  if (decoding.outcome !== 'tell') {
    const settlement = settlementOf(decoding, lanes);
    const same = before.outcome === 'applied' || JSON.stringify(before) === JSON.stringify(settlement);
    return same ? { do: 'nothing' } : { do: 'settle', settlement };
  }
  const again = decoded !== null && saysTheSame(decoded, decoding);
  if (before.outcome === 'applied' && again) return { do: 'nothing' };
  return { do: 'tell', decoding };
}

/** Only people may have something done about it again. */
const isAnEnd = ({ outcome }: Settlement): boolean =>
  outcome === 'duplicate' || outcome === 'ignored' || outcome === 'skipped';

/** What to do about a message of which an operator asked something. */
export function askedTask(asked: DeedEvent, { decoding }: ReadMessage, lanes: readonly string[]): Task {
  if (asked.type === 'SkipAsked') {
    return { do: 'settle', settlement: { outcome: 'skipped', reason: asked.reason, by: asked.by } };
  }
  return decoding.outcome === 'tell'
    ? { do: 'tell', decoding }
    : { do: 'settle', settlement: settlementOf(decoding, lanes) };
}

/** Places that the earlier decoding could not name and this one can. */
export function noLongerUnmapped(earlier: MessageDecoded | undefined, now: MessageDecoded): readonly string[] {
  const still = new Set(now.unmapped.map(({ id }) => id));
  return (earlier?.unmapped ?? []).map(({ id }) => id).filter((id) => !still.has(id));
}

/** Whether two decodings say the same to the same owners. */
export const saysTheSame = (
  a: Pick<MessageDecoded, 'steps' | 'order'>,
  b: Pick<MessageDecoded, 'steps' | 'order'>,
): boolean => JSON.stringify([a.steps, a.order]) === JSON.stringify([b.steps, b.order]);
