import type { MessageHeader } from '../hl7/header';
import type { Hl7Message } from '../hl7/message';
import { isAcknowledgement, unknownEvent } from '../partner/known-events';
import type { EventSwitch, PartnerConfig } from '../partner/partner-config';
import type { Decoding, HeldFor } from './decoding';
import { holdsPlaceholder } from './placeholder';
import { patientClassOf } from './stay';

const HELD: Readonly<Record<string, HeldFor>> = { SIU: 'booking', REF: 'referrals', MFN: 'reference-data' };

/** Ignored by a rule, or held for a service that will want it: nothing to tell now. Undefined: it is to be told. */
export function passedOver(message: Hl7Message, header: MessageHeader, partner: PartnerConfig): Decoding | undefined {
  const { messageCode = '', triggerEvent = '' } = header;
  if (isAcknowledgement(messageCode)) return { outcome: 'ignored', rule: 'ACKNOWLEDGEMENT' };
  const unknown = unknownEvent(messageCode, triggerEvent);
  const thrown = switchOf(triggerEvent, partner);
  if (unknown !== undefined) {
    return { outcome: 'ignored', rule: unknown === 'UNSUPPORTED_MESSAGE_TYPE' ? 'UNKNOWN_TYPE' : 'UNKNOWN_EVENT' };
  }
  if (thrown === 'ignore') return { outcome: 'ignored', rule: 'EVENT_SWITCHED_OFF' };
  // A template is nobody's booking either.
  if (holdsPlaceholder(message)) return undefined;
  if (thrown === 'hold') return { outcome: 'held', heldFor: HELD[messageCode] ?? 'partner-switch' };
  const heldFor = HELD[messageCode];
  if (heldFor !== undefined) return { outcome: 'held', heldFor };
  return isOutpatientBooking(message, triggerEvent) ? outpatientBooking(partner) : undefined;
}

/** The partner's own switch of the event, else the built-in one: merges that are not ITK's A40 are off. */
function switchOf(event: string, { events, mergeEvents }: PartnerConfig): EventSwitch | undefined {
  const own = events[event];
  if (own !== undefined) return own;
  const merge = mergeEvents as Readonly<Record<string, boolean | undefined>>;
  return merge[event] === false ? 'ignore' : undefined;
}

const isOutpatientBooking = (message: Hl7Message, event: string): boolean =>
  (event === 'A05' || event === 'A38') && patientClassOf(message.segment('PV1')) === 'O';

const outpatientBooking = ({ outpatientBookings }: PartnerConfig): Decoding =>
  outpatientBookings === 'hold'
    ? { outcome: 'held', heldFor: 'booking' }
    : { outcome: 'ignored', rule: 'OUTPATIENT_BOOKING' };
