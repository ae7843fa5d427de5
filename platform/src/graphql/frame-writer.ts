import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { KeyRing } from '../security/key-ring';
import { signAnswer } from '../security/signing';
import type { Frames } from './frames';
import { ALIVE, ALIVE_MS, COMPLETE, FRAMES_TYPE } from './remote-wire';

export interface FrameWriterOptions {
  readonly keys: KeyRing;
  /** Of the request that the frames answer. */
  readonly nonce: string;
  readonly aliveMs?: number | undefined;
}

/** A reader that has taken nothing at so many signs of life is gone: a stopped process keeps its sockets open. */
const STALLED = 3;

/** Calls `beat` so often while the reader takes what is written, and closes the response when it does not. Ends with it. */
function watchReader(response: ServerResponse, aliveMs: number, beat: () => void): void {
  let stalled = 0;
  const timer = setInterval(() => {
    stalled = response.writableNeedDrain ? stalled + 1 : 0;
    if (stalled >= STALLED) response.destroy();
    else if (stalled === 0) beat();
  }, aliveMs);
  response.once('close', () => clearInterval(timer));
}

/**
 * Writes frames as signed lines, each when the one before has left, until they end or the reader is gone; then they are ended.
 * Where the source throws, the connection is cut without the end line, since what the reader has is not the whole.
 */
export async function writeFrames(
  response: ServerResponse,
  frames: Frames<string>,
  { keys, nonce, aliveMs = ALIVE_MS }: FrameWriterOptions,
): Promise<void> {
  const gone = new AbortController();
  let count = 0;
  const write = (body: string): boolean => {
    count += 1;
    return response.write(`${signAnswer(keys, { nonce, frame: count, body })} ${body}\n`);
  };
  response.once('close', () => {
    gone.abort();
    void frames.return?.();
  });
  response.writeHead(200, { 'content-type': FRAMES_TYPE, 'cache-control': 'no-store' });
  response.flushHeaders();
  watchReader(response, aliveMs, () => write(ALIVE));
  try {
    for await (const frame of frames) {
      if (!write(frame)) await once(response, 'drain', { signal: gone.signal });
    }
    if (gone.signal.aborted) return;
    write(COMPLETE);
    response.end();
  } catch (error) {
    if (gone.signal.aborted) return;
    response.destroy();
    throw error;
  }
}
