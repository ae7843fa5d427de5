import type { TaskKinds } from '@flow/platform/tasks/task';
import type { SettledReason } from '../ledger/settlement';

/** What people are asked to settle about the interface. */
export const INTERFACE_TASKS = {
  /** Its subject is the place's id; the words are in the message. */
  'place-unmapped': {
    ownerRole: 'integration-operator',
    suggestedFix: 'MAP_PLACE',
    raised: 'iPM names a place that the partner’s map does not know.',
    closed: 'The partner’s map knows the place, and a message that named it is read anew.',
  },
  /** Its subject is the message. */
  'person-delete-told': {
    ownerRole: 'service-manager',
    suggestedFix: 'CHECK_PERSON_WITH_IPM',
    raised: 'iPM deleted a person; we never do.',
    closed: 'Somebody has looked, and says what they found.',
    byHand: true,
  },
  /** Its subjects are the partner, and since when. */
  'feed-to-send-again': {
    ownerRole: 'integration-operator',
    suggestedFix: 'HAVE_SENT_AGAIN',
    raised: 'The inbox was put back to an earlier copy: what the partner sent since then is not here.',
    closed: 'The partner has sent it again, says whoever closes it.',
    byHand: true,
  },
  /** Its subject is the message. The fix is of the reason; this one of whatever has none of its own. */
  'message-quarantined': {
    ownerRole: 'integration-operator',
    suggestedFix: 'RETRY_OR_SKIP',
    raised: 'A message cannot be told, by itself and not because it waits behind another.',
    closed: 'The message is applied, skipped, ignored, held or erased.',
  },
} as const satisfies TaskKinds<string>;

export type InterfaceTaskKind = keyof typeof INTERFACE_TASKS;

const FIXES: Partial<Record<SettledReason, string>> = {
  UNREADABLE: 'ASK_SENDER',
  SEVERAL_MESSAGES: 'ASK_SENDER',
  TOO_LARGE: 'ASK_SENDER',
  PARTNER_UNKNOWN: 'CONFIGURE_PARTNER',
  PATIENT_UNKNOWN: 'WAIT_FOR_PATIENT',
  PATIENTS_IDENTIFIERS_CONFLICT: 'SETTLE_IDENTITY',
};

/** What most likely helps where a message is in quarantine for this reason. */
export function fixOf(reason: SettledReason): string {
  const wasRefused = /^(PATIENTS|BEDS)_/.test(reason);
  return FIXES[reason] ?? (wasRefused ? INTERFACE_TASKS['message-quarantined'].suggestedFix : 'EDIT_OR_SKIP');
}
