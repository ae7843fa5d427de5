import { parseMessage, type Hl7Message } from './message';
import { decodeWindows1252 } from './windows-1252';

/** Names of the WHATWG Encoding Standard, as TextDecoder takes them. */
export type Charset = 'utf-8' | 'windows-1252' | `iso-8859-${2 | 3 | 4 | 5 | 6 | 7 | 8 | 15}` | 'windows-1254';

export interface DecodedText {
  readonly text: string;
  readonly charset: Charset;
  /** The text claimed or was taken to be UTF-8 and is not: it was read as the fallback instead. */
  readonly invalid: boolean;
}

/** HL7 table 0211, with the spellings that senders use. ISO 8859-1 is read as windows-1252, of which it is a part. */
const DECLARED: Readonly<Record<string, Charset>> = {
  '8859/1': 'windows-1252',
  '8859/2': 'iso-8859-2',
  '8859/3': 'iso-8859-3',
  '8859/4': 'iso-8859-4',
  '8859/5': 'iso-8859-5',
  '8859/6': 'iso-8859-6',
  '8859/7': 'iso-8859-7',
  '8859/8': 'iso-8859-8',
  '8859/9': 'windows-1254',
  '8859/15': 'iso-8859-15',
  'ISO-8859-1': 'windows-1252',
  'ISO8859-1': 'windows-1252',
  'WINDOWS-1252': 'windows-1252',
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
};

/** What MSH-18 means; undefined for ASCII, for nothing, and for what we do not know: then the partner's default holds. */
export function declaredCharset(msh18: string | undefined): Charset | undefined {
  const name = msh18?.trim().toUpperCase() ?? '';
  return name.startsWith('UNICODE') && !name.includes('16') && !name.includes('32') ? 'utf-8' : DECLARED[name];
}

/** Decodes as `charset`. Bytes that are not UTF-8 are never replaced by question marks: they are read as windows-1252, and said so. */
export function decodeText(bytes: Uint8Array, charset: Charset): DecodedText {
  if (charset === 'windows-1252') return { text: decodeWindows1252(bytes), charset, invalid: false };
  if (charset !== 'utf-8') return { text: new TextDecoder(charset).decode(bytes), charset, invalid: false };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), charset, invalid: false };
  } catch {
    return { text: decodeWindows1252(bytes), charset: 'windows-1252', invalid: true };
  }
}

/**
 * Reads a frame's bytes: MSH-18 says the character set, else a byte order mark, else the partner's default. Undefined when there
 * is no MSH.
 */
export function readFrame(
  frame: Uint8Array,
  defaultCharset: Charset,
): { readonly message: Hl7Message; readonly charset: Charset; readonly invalid: boolean } | undefined {
  const isMarked = BYTE_ORDER_MARK.every((byte, index) => frame[index] === byte);
  const bytes = isMarked ? frame.subarray(BYTE_ORDER_MARK.length) : frame;
  const usual = isMarked ? 'utf-8' : defaultCharset;
  const end = bytes.findIndex((byte, index) => index > 3 && (byte === 0x0d || byte === 0x0a));
  const first = decodeWindows1252(end < 0 ? bytes : bytes.subarray(0, end));
  const msh18 = parseMessage(first)?.get('MSH', 18);
  const { text, charset, invalid } = decodeText(bytes, declaredCharset(msh18 ?? undefined) ?? usual);
  const message = parseMessage(text, (escaped) => decodeText(escaped, charset).text);
  return message && { message, charset, invalid };
}

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
