import { accept, reject, type Decision } from '@flow/platform/decider/decider';
import type { Instant } from '@flow/platform/time/instant';
import type { Entry, Ledger } from './ledger';
import type { Outcome } from './settlement';

/** Why an operator says that nothing of a message is to be told. */
export const SKIP_REASONS = ['DUPLICATE_IN_IPM', 'WRONG_PATIENT', 'TEST_MESSAGE', 'CORRECTED_IN_IPM', 'OTHER'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** Why an operator puts other content in the place of what came. */
export const EDIT_REASONS = ['WRONG_IDENTIFIER', 'WRONG_PLACE', 'WRONG_TIME', 'MALFORMED', 'OTHER'] as const;
export type EditReason = (typeof EDIT_REASONS)[number];

/** What an operator asked for. Whoever takes the inbox does it, in the lanes of the message. */
interface Deed extends Entry {
  /** From 1, in the order asked. */
  readonly deed: number;
  /** Who asked. */
  readonly by: string;
  readonly askedAt: Instant;
}

export interface RetryAsked extends Deed {
  readonly type: 'RetryAsked';
}

/** Other content. What came is kept as it came; a later edit replaces this one. */
export interface MessageEdited extends Deed {
  readonly type: 'MessageEdited';
  readonly reason: EditReason;
  /** In base64, in the character set that the message names. */
  readonly raw: string;
  readonly sha256: string;
  readonly contentHash: string;
}

export interface SkipAsked extends Deed {
  readonly type: 'SkipAsked';
  readonly reason: SkipReason;
}

export type DeedEvent = RetryAsked | MessageEdited | SkipAsked;

interface Asking {
  readonly by: string;
  readonly at: Instant;
  /** How many events of the ledger they had seen; undefined: whatever it says now. */
  readonly seen?: number;
}

export type DeedCommand = Asking &
  (
    | { readonly type: 'AskRetry' }
    | {
        readonly type: 'Edit';
        readonly reason: EditReason;
        readonly raw: string;
        readonly sha256: string;
        readonly contentHash: string;
      }
    | { readonly type: 'AskSkip'; readonly reason: SkipReason }
  );

export type DeedRejection =
  /** It has gone on since it was seen; `by`: the operator who did, null: by itself. */
  | { readonly code: 'CHANGED_SINCE_SEEN'; readonly by: string | null }
  /** It has no outcome yet, or what was asked before is still to be done. */
  | { readonly code: 'IN_HAND' }
  | { readonly code: 'ALREADY_APPLIED' | 'IS_DUPLICATE' | 'IS_IGNORED' | 'UNCHANGED' };

/** What may be asked of a message that ended so. */
const WORKABLE: Readonly<Record<DeedCommand['type'], readonly Outcome[]>> = {
  AskRetry: ['quarantined', 'held', 'skipped', 'ignored'],
  Edit: ['quarantined', 'held', 'skipped'],
  AskSkip: ['quarantined', 'held', 'skipped'],
};

/** Nothing is told of what is applied already a second time: iPM says so in a message of its own. */
export function decideDeed(command: DeedCommand, ledger: Ledger): Decision<DeedEvent, DeedRejection> {
  const { settled, asked, last } = ledger;
  if (command.seen !== undefined && command.seen !== ledger.events) {
    return reject({ code: 'CHANGED_SINCE_SEEN', by: last });
  }
  if (settled === null || asked !== null) return reject({ code: 'IN_HAND' });
  const { outcome } = settled.settlement;
  if (!WORKABLE[command.type].includes(outcome)) return reject({ code: REFUSED[outcome] ?? 'ALREADY_APPLIED' });
  if (command.type === 'Edit' && ledger.edit?.sha256 === command.sha256) return reject({ code: 'UNCHANGED' });
  if (command.type === 'AskSkip' && outcome === 'skipped') return accept();
  return accept(deedOf(command, settled, ledger.deeds + 1));
}

function deedOf(command: DeedCommand, { messageId, partner, source, receivedAt }: Entry, nth: number): DeedEvent {
  const deed = { ...{ messageId, partner, source, receivedAt }, deed: nth, by: command.by, askedAt: command.at };
  switch (command.type) {
    case 'AskRetry':
      return { type: 'RetryAsked', ...deed };
    case 'Edit': {
      const { reason, raw, sha256, contentHash } = command;
      return { type: 'MessageEdited', ...deed, reason, raw, sha256, contentHash };
    }
    case 'AskSkip':
      return { type: 'SkipAsked', ...deed, reason: command.reason };
  }
}

const REFUSED: Partial<Record<Outcome, 'ALREADY_APPLIED' | 'IS_DUPLICATE' | 'IS_IGNORED'>> = {
  applied: 'ALREADY_APPLIED',
  duplicate: 'IS_DUPLICATE',
  ignored: 'IS_IGNORED',
};
