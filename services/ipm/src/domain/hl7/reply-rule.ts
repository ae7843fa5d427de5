import type { AckMode } from '../partner/partner-config';
import { isAcknowledgement } from '../partner/known-events';
import type { MessageHeader } from './header';

export type ReplyCode = 'AA' | 'AR' | 'CA' | 'CR';

/**
 * Which code answers a message; undefined for no answer (HL7 v2.4 §2.13). Empty MSH-15 and MSH-16 ask for the original mode: one
 * reply, AA or AR. Otherwise a commit reply, CA or CR, on MSH-15's condition. Where only MSH-16 asks, its reply is
 * given at once: a message that is stored is accepted. Acknowledgements are never acknowledged.
 */
export function replyCode(header: MessageHeader, mode: AckMode, accepted: boolean): ReplyCode | undefined {
  if (isAcknowledgement(header.messageCode)) return undefined;
  const application = accepted ? 'AA' : 'AR';
  const commit = accepted ? 'CA' : 'CR';
  if (mode === 'always-AA') return application;
  if (mode === 'always-CA') return commit;
  const { acceptAcknowledgement: accept, applicationAcknowledgement: late } = header;
  if (accept === undefined && late === undefined) return application;
  if (asksFor(accept, accepted)) return commit;
  return isNever(accept) && asksFor(late, accepted) ? application : undefined;
}

const isNever = (condition: string | undefined): boolean => condition === undefined || condition === 'NE';

/** HL7 table 0155. What is no condition that we know is read as "always": an answer too many does less harm than one too few. */
function asksFor(condition: string | undefined, accepted: boolean): boolean {
  switch (condition) {
    case undefined:
    case 'NE':
      return false;
    case 'ER':
      return !accepted;
    case 'SU':
      return accepted;
    default:
      return true;
  }
}

/** Whether a sender of this header should wait for an answer to a message that is in order. */
export const expectsReply = (header: MessageHeader): boolean => replyCode(header, 'mirror', true) !== undefined;
