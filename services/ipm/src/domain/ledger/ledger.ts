import { accept, unreachable, type Decider, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { Step, UnmappedPlace, Warning } from '../decode/decoding';
import { decideDeed, type DeedCommand, type DeedEvent, type DeedRejection, type MessageEdited } from './deed';
import type { Settlement } from './settlement';
import { staysOf, type ToldStay } from './told-stays';

/** Where the bytes of a message lie. */
export interface InboxPlace {
  readonly stream: string;
  readonly revision: number;
}

/** A message belongs to whoever it is from, and came when it came: said in each event, so that each can be read alone. */
export interface Entry {
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
  /** The last deed of an operator that was known when this was read. */
  readonly deed?: number;
}

export interface MessageSettled extends Entry {
  readonly type: 'MessageSettled';
  /** 0 when there was nothing to tell. */
  readonly decoding: number;
  readonly configVersion: string;
  readonly settlement: Settlement;
  /** The same sender used the same MSH-10 for other content before. */
  readonly collision: boolean;
  /** The last deed of an operator that was known when this was begun. */
  readonly deed?: number;
}

export type LedgerEvent = MessageDecoded | MessageSettled | DeedEvent;

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
  /** Lanes in which it waits. */
  readonly parked: readonly string[];
  /** The same sender used the same MSH-10 for other content before. */
  readonly collision: boolean;
  /** How many events there are: what people name a state of it by. */
  readonly events: number;
  /** How many deeds operators asked for. */
  readonly deeds: number;
  /** The deed that has no answer yet. */
  readonly asked: DeedEvent | null;
  /** The content that counts in the place of what came. */
  readonly edit: MessageEdited | null;
  /** The one before it, which counts again where this one came too late. */
  readonly editBefore: MessageEdited | null;
  /** The operator of the last event; null where it went on by itself. */
  readonly last: string | null;
}

function decide(command: LedgerCommand | DeedCommand, ledger: Ledger): Decision<LedgerEvent, DeedRejection> {
  switch (command.type) {
    case 'RecordDecoding':
      return accept({ ...command, type: 'MessageDecoded', decoding: (ledger.decoded?.decoding ?? 0) + 1 });
    case 'Settle':
      return isSettledSo(ledger, command) || isSkippedUnasked(ledger, command)
        ? accept()
        : accept({ ...command, type: 'MessageSettled', decoding: ledger.decoded?.decoding ?? 0 });
    case 'AskRetry':
    case 'Edit':
    case 'AskSkip':
      return decideDeed(command, ledger);
    default:
      return unreachable(command);
  }
}

const isSettledSo = (
  { settled, asked }: Ledger,
  { settlement, deed = 0 }: Pick<MessageSettled, 'settlement' | 'deed'>,
) =>
  settled !== null &&
  (asked === null || asked.deed > deed) &&
  JSON.stringify(settled.settlement) === JSON.stringify(settlement);

/** Another, who does not take the inbox any more, may do late what was asked and has its answer. */
const isSkippedUnasked = ({ asked }: Ledger, { settlement }: Pick<MessageSettled, 'settlement'>): boolean =>
  settlement.outcome === 'skipped' && asked?.type !== 'SkipAsked';

function evolve(before: Ledger, event: LedgerEvent): Ledger {
  const ledger = { ...before, events: before.events + 1, last: null };
  switch (event.type) {
    case 'MessageDecoded':
      return { ...ledger, decoded: event, settled: null };
    case 'MessageSettled':
      return { ...ledger, settled: event, ...afterSettling(ledger, event), ...answered(ledger, event) };
    case 'MessageEdited':
      return { ...ledger, deeds: event.deed, asked: event, edit: event, editBefore: ledger.edit, last: event.by };
    case 'RetryAsked':
    case 'SkipAsked':
      return { ...ledger, deeds: event.deed, asked: event, last: event.by };
    default:
      return unreachable(event);
  }
}

const afterSettling = (
  { decoded, stays }: Ledger,
  { settlement, collision }: MessageSettled,
): Pick<Ledger, 'stays' | 'parked' | 'collision'> => ({
  collision,
  parked: settlement.outcome === 'quarantined' ? settlement.lanes : [],
  stays: settlement.outcome === 'applied' && decoded !== null ? staysOf(decoded.steps, settlement.effects) : stays,
});

/** A message that was on its way when something was asked of it, and was applied, leaves nothing to do. */
function answered(
  { asked, edit, editBefore }: Ledger,
  { deed = 0, settlement }: MessageSettled,
): Pick<Ledger, 'asked' | 'edit'> {
  if (asked === null || deed >= asked.deed) return { asked: null, edit };
  if (settlement.outcome !== 'applied') return { asked, edit };
  return { asked: null, edit: asked.type === 'MessageEdited' ? editBefore : edit };
}

export const ledgerDecider: Decider<LedgerCommand | DeedCommand, LedgerEvent, Ledger, DeedRejection> = {
  initialState: {
    ...{ decoded: null, settled: null, stays: [], parked: [], collision: false, events: 0 },
    ...{ deeds: 0, asked: null, edit: null, editBefore: null, last: null },
  },
  decide,
  evolve,
};

export const ledgerStream = (messageId: string): string => `ledger-${messageId}`;

/** Every ledger begins with this. */
export const LEDGER_PREFIX = 'ledger-';
