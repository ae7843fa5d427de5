import type { BusMessage } from '../bus';

const MOST_MESSAGES = 500;
/** Well under the 1 MiB that a cluster takes in one batch unless told otherwise. */
const MOST_BYTES = 512 * 1024;

const bytesOf = ({ key, value, headers }: BusMessage): number =>
  [key, value, ...Object.entries(headers).flat()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);

/** The messages in order, in pieces that one request can hold. */
export function chunksOf(messages: readonly BusMessage[]): readonly (readonly BusMessage[])[] {
  const chunks: BusMessage[][] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = bytesOf(message);
    const last = chunks.at(-1);
    if (last && last.length < MOST_MESSAGES && bytes + size <= MOST_BYTES) {
      last.push(message);
      bytes += size;
    } else {
      chunks.push([message]);
      bytes = size;
    }
  }
  return chunks;
}
