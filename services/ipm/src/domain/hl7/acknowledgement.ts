import { readDelimiters, STANDARD_DELIMITERS } from './delimiters';
import type { ReplyCode } from './reply-rule';
import { readSegment, type Segment } from './segment';

/** HL7 table 0357, those that we send. */
export const REPLY_FAULTS = {
  UNSUPPORTED_MESSAGE_TYPE: { number: '200', text: 'Unsupported message type' },
  UNSUPPORTED_EVENT: { number: '201', text: 'Unsupported event code' },
  NOT_A_MESSAGE: { number: '100', text: 'Segment sequence error: no MSH' },
  TOO_LARGE: { number: '207', text: 'The frame is larger than this interface takes' },
} as const;
export type ReplyFault = keyof typeof REPLY_FAULTS;

export interface Reply {
  readonly code: ReplyCode;
  /** MSH-10 of the reply: at most 20 characters, never used before. */
  readonly controlId: string;
  /** MSH-7 of the reply, `20260105105702`. */
  readonly sentAt: string;
  readonly fault?: ReplyFault;
}

/**
 * The acknowledgement of a message (HL7 v2.4 §2.13.1), in the sender's delimiters, version and character set. `header` is
 * its MSH segment with one character a byte (ISO 8859-1), as the result is: what is echoed goes back byte for byte.
 */
export function writeAcknowledgement(header: string, reply: Reply): string {
  const delimiters = readDelimiters(header) ?? STANDARD_DELIMITERS;
  const { field, component } = delimiters;
  const msh = readSegment(header, delimiters);
  const echo = (number: number) => withoutControls(msh.rawField(number));
  const event = msh.rawField(9).split(component)[1] ?? '';
  const encoding = echo(2) || '^~\\&';
  const line = (...fields: string[]) => `${fields.join(field).replace(new RegExp(`[${quoted(field)}]+$`), '')}\r`;
  const mshLine = line(
    ...['MSH', encoding, echo(5), echo(6), echo(3), echo(4), reply.sentAt, ''],
    ...[event === '' ? 'ACK' : `ACK${component}${withoutControls(event)}`, reply.controlId],
    ...[echo(11) || 'P', echo(12) || '2.4', '', '', '', '', '', echo(18)],
  );
  return mshLine + line('MSA', reply.code, echo(10), ...faultOf(reply, msh, component)) + errorLine(reply, msh, line);
}

const quoted = (separator: string): string => `\\${separator}`;

/** MSA-3 the text, MSA-6 the code; from version 2.5 on the code stands in ERR-3. */
function faultOf({ fault }: Reply, msh: Segment, component: string): readonly string[] {
  if (!fault) return [];
  const { text } = REPLY_FAULTS[fault];
  return isNew(msh) ? [text] : [text, '', '', coded(fault, component)];
}

function errorLine({ fault }: Reply, msh: Segment, line: (...fields: string[]) => string): string {
  return fault && isNew(msh) ? line('ERR', '', '', coded(fault, msh.rawField(2).charAt(0)), 'E') : '';
}

const coded = (fault: ReplyFault, component: string): string =>
  [REPLY_FAULTS[fault].number, REPLY_FAULTS[fault].text, 'HL70357'].join(component);

const isNew = (msh: Segment): boolean => /^2\.[5-9]/.test(msh.rawField(12));

/** An echo must not end a segment or a frame. */
const withoutControls = (raw: string): string => raw.replace(/[\u0000-\u001f]/g, '');
