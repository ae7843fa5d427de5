import { accept, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { Step, UnmappedPlace, Warning } from '../decode/decoding';
import type { Settlement } from './settlement';
import { staysOf, type ToldStay } from './told-stays';

/** Where the bytes of a message lie. */
export interface InboxPlace {
  readonly stream: string;
  readonly revision: number;
}

/** A message belongs to whoever it is from, and came when it came: said in each event, so that each can be read alone. */
interface Entry {
  readonly messageId: string;
  readonly partner: string;
  readonly source: InboxPlace;
  readonly receivedAt: Instant;
}

/** What is about to be told, written before the first of it is: after a crash the same is told again. */
export interface MessageDecoded extends Entry {
  readonly type: 'MessageDecoded';
  /** 1 for the first; a later one replaces what an earlier one told. */
  readonly decoding: number;
  readonly configVersion: string;
  /** MSH-9.2. */
  readonly event: string;
  readonly steps: readonly Step[];
  /** Names of the lanes that it takes. */
  readonly lanes: readonly string[];
  readonly order: string;
  readonly occurredAt: Instant;
  readonly unmapped: readonly UnmappedPlace[];
  readonly warnings: readonly Warning[];
  readonly clockCorrectionMs: number;
}

export interface MessageSettled extends Entry {
  readonly type: 'MessageSettled';
  /** 0 when there was nothing to tell. */
  readonly decoding: number;
  readonly configVersion: string;
  readonly settlement: Settlement;
  /** The same sender used the same MSH-10 for other content before. */
  readonly collision: boolean;
}

export type LedgerEvent = MessageDecoded | MessageSettled;

export type LedgerCommand =
  | (Omit<MessageDecoded, 'type' | 'decoding'> & { readonly type: 'RecordDecoding' })
  | (Omit<MessageSettled, 'type' | 'decoding'> & { readonly type: 'Settle' });

/** What is known of one message: the result of folding `ledger-<messageId>`. */
export interface Ledger {
  /** The decoding that counts: the last one recorded. */
  readonly decoded: MessageDecoded | null;
  /** Null while the last decoding has not been told to its end. */
  readonly settled: MessageSettled | null;
  /** Stays that the last decoding that was applied spoke of. */
  readonly stays: readonly ToldStay[];
}

function decide(command: LedgerCommand, { decoded, settled }: Ledger): Decision<LedgerEvent, never> {
  switch (command.type) {
    case 'RecordDecoding':
      return accept({ ...command, type: 'MessageDecoded', decoding: (decoded?.decoding ?? 0) + 1 });
    case 'Settle':
      return settled !== null && sameSettlement(settled.settlement, command.settlement)
        ? accept()
        : accept({ ...command, type: 'MessageSettled', decoding: decoded?.decoding ?? 0 });
    default:
      return unreachable(command);
  }
}

const sameSettlement = (a: Settlement, b: Settlement): boolean => JSON.stringify(a) === JSON.stringify(b);

function evolve(ledger: Ledger, event: LedgerEvent): Ledger {
  switch (event.type) {
    case 'MessageDecoded':
      return { ...ledger, decoded: event, settled: null };
    case 'MessageSettled':
      return { ...ledger, settled: event, stays: staysAfter(ledger, event) };
    default:
      return unreachable(event);
  }
}

const staysAfter = ({ decoded, stays }: Ledger, { settlement }: MessageSettled): readonly ToldStay[] =>
  settlement.outcome === 'applied' && decoded !== null ? staysOf(decoded.steps, settlement.effects) : stays;

export const ledgerDecider: Decider<LedgerCommand, LedgerEvent, Ledger, never> = {
  initialState: { decoded: null, settled: null, stays: [] },
  decide,
  evolve,
};

export const ledgerStream = (messageId: string): string => `ledger-${messageId}`;

/** Every ledger begins with this. */
export const LEDGER_PREFIX = 'ledger-';
