import { OperatorError } from '../values/operator-error';

export interface LineReaderOptions {
  /** A longer line ends the reading. In characters. */
  readonly limit: number;
  /** Called when a line was waited for so long that nothing at all came. */
  readonly silence: { readonly ms: number; readonly end: () => void };
}

/** Reads a body line by line, one call at a time; undefined at its end. A last line without its end is not a line. */
export function createLineReader(
  body: ReadableStream<Uint8Array>,
  { limit, silence }: LineReaderOptions,
): () => Promise<string | undefined> {
  const chunks = body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const lines: string[] = [];
  // Pieces of the line that has not ended yet: joined once, or a long line would be copied with every piece.
  let pieces: string[] = [];
  let length = 0;

  function take(text: string): void {
    const ends = text.split('\n');
    const rest = ends.pop() ?? '';
    for (const end of ends) {
      lines.push(pieces.join('') + end);
      [pieces, length] = [[], 0];
    }
    pieces.push(rest);
    length += rest.length;
    if (length > limit) throw new OperatorError('A frame of a subscription is longer than any of ours.');
  }

  async function more(): Promise<boolean> {
    const timer = setTimeout(silence.end, silence.ms);
    const { done, value } = await chunks.read().finally(() => clearTimeout(timer));
    if (done) return false;
    take(decoder.decode(value, { stream: true }));
    return true;
  }

  return async function next() {
    while (lines.length === 0) if (!(await more())) return undefined;
    return lines.shift();
  };
}
