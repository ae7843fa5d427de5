import type { Hl7Message } from './message';

/** What MSH says, as text. A part that was not told, or told as `""`, is absent. */
export interface MessageHeader {
  /** MSH-3 and MSH-4 joined by `|`: who sent it, for telling two senders' control ids apart. */
  readonly sender: string;
  readonly sentAt?: string;
  /** MSH-9.1, such as `ADT`. */
  readonly messageCode?: string;
  /** MSH-9.2, such as `A01`. */
  readonly triggerEvent?: string;
  readonly controlId?: string;
  readonly processingId?: string;
  readonly version?: string;
  readonly sequenceNumber?: string;
  /** MSH-15: AL, NE, ER or SU. */
  readonly acceptAcknowledgement?: string;
  /** MSH-16. */
  readonly applicationAcknowledgement?: string;
  /** MSH-18, its first repetition. */
  readonly charset?: string;
}

export function headerOf(message: Hl7Message): MessageHeader {
  const msh = (field: number, component = 1) => message.get('MSH', field, component)?.trim() || undefined;
  const whole = (field: number) => message.segment('MSH')?.rawField(field).trim() ?? '';
  const parts = {
    sentAt: msh(7),
    messageCode: msh(9),
    triggerEvent: msh(9, 2),
    controlId: msh(10),
    processingId: msh(11),
    version: msh(12),
    sequenceNumber: msh(13),
    acceptAcknowledgement: msh(15),
    applicationAcknowledgement: msh(16),
    charset: msh(18),
  };
  return { sender: `${whole(3)}|${whole(4)}`, ...told(parts) };
}

type Present<Parts> = { readonly [Name in keyof Parts]?: Exclude<Parts[Name], undefined> };

function told<Parts extends Record<string, string | undefined>>(parts: Parts): Present<Parts>;
function told(parts: Record<string, string | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}
