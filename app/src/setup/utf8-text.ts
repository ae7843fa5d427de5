/** What a file says, read to its end though parts of it are not UTF-8. */
export interface Utf8Text {
  readonly text: string;
  /** The lines that are not UTF-8; the first is 1. Here they are taken for Latin-1, so that the rest of them can be checked. */
  readonly otherLines: readonly number[];
}

const LINE_FEED = 0x0a;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined for what is not UTF-8. */
function decoded(line: Uint8Array): string | undefined {
  try {
    return utf8.decode(line);
  } catch {
    return undefined;
  }
}

/** No byte of a longer UTF-8 sequence looks like a line feed: lines can be cut before they are decoded. */
function linesOf(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  return [...lines, bytes.subarray(start)];
}

export function readUtf8(bytes: Buffer): Utf8Text {
  const lines = linesOf(bytes).map((line) => ({ line, text: decoded(line) }));
  return {
    text: lines.map(({ line, text }) => text ?? line.toString('latin1')).join('\n'),
    otherLines: lines.flatMap(({ text }, index) => (text === undefined ? [index + 1] : [])),
  };
}
