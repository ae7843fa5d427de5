import type { RecordedEvent } from '@flow/platform/event-store/event-store';
import type { PublicEvent } from '@flow/platform/running/cloud-event';
import type { MessageSettledV1 } from '@flow/schema/events/ipm/message-settled.v1';
import type { MessageSettled } from '../../domain/ledger/ledger';
import type { Settlement } from '../../domain/ledger/settlement';
import { ledgerCodec } from '../eventstore/ledger-codec';

/** Nobody else is told how a message was read, only what became of it: these are not even looked into. */
const UNTOLD = new Set([
  ...['message-decoded.v1', 'message-retry-asked.v1', 'message-edited.v1', 'message-skip-asked.v1'],
]);

/** What others are told of a message: that it came to an outcome, and whom and which stays it concerned. */
export const publicEventOf =
  (trust: string) =>
  (recorded: RecordedEvent): PublicEvent | undefined => {
    if (UNTOLD.has(recorded.type)) return undefined;
    const event = ledgerCodec.decode(recorded);
    if (event.type !== 'MessageSettled') return undefined;
    const type: MessageSettledV1['type'] = 'uk.nhs.patientflow.ipm.message-settled.v1';
    return { type, data: dataOf(event), source: `/trusts/${trust}/ipm`, subject: event.messageId };
  };

function dataOf({ messageId, partner, settlement }: MessageSettled): MessageSettledV1['data'] {
  const effects = settlement.outcome === 'applied' ? settlement.effects : [];
  return {
    ...{ messageId, partner, outcome: settlement.outcome, reason: reasonOf(settlement) },
    patientIds: [...new Set(effects.flatMap(({ patientIds }) => patientIds))],
    stayIds: [...new Set(effects.flatMap(({ stayId }) => stayId ?? []))],
  };
}

function reasonOf(settlement: Settlement): string | null {
  switch (settlement.outcome) {
    case 'ignored':
      return settlement.rule;
    case 'held':
      return settlement.heldFor;
    case 'quarantined':
    case 'skipped':
      return settlement.reason;
    case 'applied':
    case 'duplicate':
      return null;
  }
}
