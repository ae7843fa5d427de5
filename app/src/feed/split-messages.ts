import { FrameScanner } from '@flow/ipm/adapters/mllp/frame-scanner';

/** A feed sends what it was given: how much of it a partner takes is the partner's to say. */
const ANY_SIZE = 256 * 1024 * 1024;
const FRAME_MARKS = ['\x0bMSH', '\x1c\r'];
const MESSAGE_START = /^MSH(?=[^A-Za-z0-9\s])/gm;
/** Headers and trailers of files and batches (HL7 v2.4 §2.15) wrap messages and are none. */
const WRAPPING = /^(?:FHS|BHS|BTS|FTS)(?=[^A-Za-z0-9\s]|$).*(?:\r\n|\r|\n|$)/gm;
const BEGINNING = /^[\s\u000b\u00ef\u00bb\u00bf]*(?:MSH|FHS|BHS)[^A-Za-z0-9\s]/;

/** Whether a file's bytes begin as HL7 does, framed or not, after blanks and a byte order mark. */
export const beginsAsHl7 = (bytes: Buffer): boolean => BEGINNING.test(bytes.toString('latin1', 0, 256));

/**
 * The messages of a file, each as its bytes go into a frame: of an MLLP capture what stands in its frames, untouched; of
 * other text each part from one MSH at the start of a line to the next, its segments ended by CR. Whatever stands before
 * the first is passed over. The same file gives the same bytes every time.
 */
export function splitMessages(bytes: Buffer): readonly Buffer[] {
  const isCapture = FRAME_MARKS.some((mark) => bytes.includes(mark, 0, 'latin1'));
  return isCapture ? framesOf(bytes) : messagesOf(bytes.toString('latin1'));
}

function framesOf(bytes: Buffer): readonly Buffer[] {
  const found = new FrameScanner(ANY_SIZE).push(bytes);
  return found.flatMap((each) => (each.kind === 'frame' ? [each.bytes] : []));
}

/** Latin-1 on both ways: one character a byte, so no byte of any character set is changed. */
function messagesOf(text: string): readonly Buffer[] {
  const starts = [...text.matchAll(MESSAGE_START)].map(({ index }) => index);
  return starts.map((start, number) => Buffer.from(segmentsByCr(text.slice(start, starts[number + 1])), 'latin1'));
}

/** LF is a segment's end only where CR is not: beside CR it is data, but for the LF of a CRLF. */
function segmentsByCr(part: string): string {
  const text = part.replace(WRAPPING, '');
  return text.includes('\r') ? text.replace(/\r\n/g, '\r') : text.replace(/\n/g, '\r');
}
