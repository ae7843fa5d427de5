import { readDelimiters } from './delimiters';

/** A frame's first segment apart from what follows it. */
export interface FrameParts {
  /** The MSH segment with one character a byte (ISO 8859-1). */
  readonly header: string;
  /** From the end of that segment on. */
  readonly rest: Uint8Array;
}

/** Undefined when the frame does not begin with an MSH segment. */
export function partsOf(frame: Uint8Array): FrameParts | undefined {
  const bytes = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
  const from = bytes.findIndex((byte) => !isBlank(byte));
  const end = bytes.subarray(Math.max(from, 0)).findIndex((byte) => byte === 0x0d || byte === 0x0a);
  const to = end < 0 ? bytes.length : from + end;
  const header = bytes.toString('latin1', Math.max(from, 0), to).trimEnd();
  return readDelimiters(header) ? { header, rest: bytes.subarray(to) } : undefined;
}

/** Blanks, and the bytes of a byte order mark. */
const isBlank = (byte: number): boolean => byte <= 0x20 || byte === 0xef || byte === 0xbb || byte === 0xbf;

/**
 * The header without MSH-7 and MSH-13, which tell when and as which number it was sent. Two frames that differ in nothing
 * else are the same message sent again.
 */
export function lastingHeader(header: string): string {
  const separator = header.charAt(3);
  const fields = header.split(separator).map((field, index) => (index === 6 || index === 12 ? '' : field));
  while (fields.at(-1) === '') fields.pop();
  return fields.join(separator);
}
