import { declaredCharset, type Charset } from './charset';
import { encodeText } from './encode-text';
import { headerOf } from './header';
import { parseMessage, type Hl7Message } from './message';

export type EditFaultCode =
  /** It does not begin with an MSH segment. */
  | 'NO_HEADER'
  /** MSH-3, MSH-4 and MSH-10 say which message it is. */
  | 'SENDER_CHANGED'
  | 'CONTROL_ID_CHANGED'
  | 'NO_MESSAGE_TYPE'
  /** A line that begins with no segment name of three capitals and digits. */
  | 'NOT_A_SEGMENT'
  /** A character that ends a frame, or that no text has. */
  | 'CONTROL_CHARACTER'
  /** A character that the message's character set (MSH-18, else the partner's) does not have. */
  | 'CHARACTER_NOT_IN_CHARSET'
  | 'TOO_LARGE';

/** What is wrong with an edited text, and where: never what stands there. */
export interface EditFault {
  readonly code: EditFaultCode;
  /** Absent: the whole. */
  readonly segment?: string;
  /** Which segment of that name, from 1. */
  readonly occurrence?: number;
  readonly field?: number;
}

interface EditRules {
  readonly original: Hl7Message;
  readonly defaultCharset: Charset;
  readonly mostBytes: number;
}

/** The bytes of an edited text as the sender would have sent it, or everything that is wrong with it. */
export function readEdited(
  text: string,
  { original, defaultCharset, mostBytes }: EditRules,
): { readonly bytes: Uint8Array } | { readonly faults: readonly EditFault[] } {
  const normal = segmentsEndedByCr(text);
  const message = parseMessage(normal);
  if (message === undefined) return { faults: [{ code: 'NO_HEADER' }] };
  const faults = [...headerFaults(message, original), ...lineFaults(message), ...controlFaults(normal, message)];
  const charset = declaredCharset(message.get('MSH', 18) ?? undefined) ?? defaultCharset;
  const encoded = encodeText(normal, charset);
  if ('lacking' in encoded) {
    const at = Array.from(normal).slice(0, encoded.lacking).join('');
    return { faults: [...faults, { code: 'CHARACTER_NOT_IN_CHARSET', ...placeAfter(at, message) }] };
  }
  if (encoded.bytes.length > mostBytes) faults.push({ code: 'TOO_LARGE' });
  return faults.length > 0 ? { faults } : { bytes: encoded.bytes };
}

/** Editors end lines in other ways than HL7 does. */
function segmentsEndedByCr(text: string): string {
  const lines = text.includes('\r') ? text.replaceAll('\r\n', '\r') : text.replaceAll('\n', '\r');
  return `${lines.replace(/\r+$/, '')}\r`;
}

function headerFaults(edited: Hl7Message, original: Hl7Message): EditFault[] {
  const [now, before] = [headerOf(edited), headerOf(original)];
  const wholeOf = (message: Hl7Message, field: number) => message.segment('MSH')?.rawField(field).trim();
  const faults: EditFault[] = [];
  for (const field of [3, 4]) {
    if (wholeOf(edited, field) === wholeOf(original, field)) continue;
    faults.push({ code: 'SENDER_CHANGED', ...inHeader(field) });
  }
  if (now.controlId !== before.controlId) faults.push({ code: 'CONTROL_ID_CHANGED', ...inHeader(10) });
  if (now.messageCode === undefined) faults.push({ code: 'NO_MESSAGE_TYPE', ...inHeader(9) });
  return faults;
}

const inHeader = (field: number) => ({ segment: 'MSH', occurrence: 1, field });

/** Of a line that is no segment, only its number among all lines is told. */
const lineFaults = ({ segments }: Hl7Message): EditFault[] =>
  segments.flatMap(({ name }, index) =>
    /^[A-Z][A-Z0-9]{2}$/.test(name) ? [] : [{ code: 'NOT_A_SEGMENT', segment: 'line', occurrence: index + 1 } as const],
  );

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd]/;

function controlFaults(text: string, message: Hl7Message): EditFault[] {
  const at = text.search(CONTROL);
  return at < 0 ? [] : [{ code: 'CONTROL_CHARACTER', ...placeAfter(text.slice(0, at), message) }];
}

/** The field in which the character after this text stands. */
function placeAfter(before: string, { delimiters, segments }: Hl7Message): Omit<EditFault, 'code'> {
  const lines = before.split('\r');
  const line = lines.at(-1) ?? '';
  const name = segments[lines.filter((one, index) => one.trim() !== '' || index === lines.length - 1).length - 1]?.name;
  if (name === undefined || !/^[A-Z][A-Z0-9]{2}$/.test(name)) return { segment: 'line', occurrence: lines.length };
  const occurrence = segments.slice(0, lines.length).filter((one) => one.name === name).length;
  const separators = line.split(delimiters.field).length - 1;
  return { segment: name, occurrence, field: name === 'MSH' ? separators + 1 : separators };
}
