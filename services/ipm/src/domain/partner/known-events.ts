/**
 * Message types and trigger events of which we know what they mean (HL7 v2.4 chapters 3, 10, 11 and 8). What a partner does
 * with one of them is another question: its switches say.
 */
const KNOWN: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    ADT: [
      ...['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A08', 'A11', 'A12', 'A13', 'A14', 'A15', 'A16', 'A17'],
      ...['A20', 'A21', 'A22', 'A23', 'A25', 'A26', 'A27', 'A28', 'A29', 'A31', 'A34', 'A35', 'A38', 'A40'],
      ...['A44', 'A45', 'A52', 'A53'],
    ],
    SIU: ['S12', 'S13', 'S14', 'S15', 'S16', 'S17', 'S23', 'S24', 'S26'],
    REF: ['I12', 'I13', 'I14'],
    MFN: ['M01', 'M02', 'M05', 'Z03'],
  }),
);

/** HL7 table 0357: 200 an unsupported message type, 201 an unsupported event. */
export type Unknown = 'UNSUPPORTED_MESSAGE_TYPE' | 'UNSUPPORTED_EVENT';

/** Acknowledgements are messages too, and are answered by none. */
export const isAcknowledgement = (messageCode: string | undefined): boolean =>
  messageCode === 'ACK' || messageCode === 'MCF';

/** Undefined when we know what it means. */
export function unknownEvent(messageCode: string | undefined, triggerEvent: string | undefined): Unknown | undefined {
  const events = KNOWN.get(messageCode ?? '');
  if (!events) return 'UNSUPPORTED_MESSAGE_TYPE';
  return events.includes(triggerEvent ?? '') ? undefined : 'UNSUPPORTED_EVENT';
}
