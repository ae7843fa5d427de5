import type { WebSocket } from 'ws';
import { CLOSE } from './protocol';

/** The sending side of a socket. */
export interface Outlet {
  send(text: string): void;
  close(code: number, reason: string): void;
}

export interface OutletOptions {
  /** So many bytes may wait for a client that reads slowly; then it is cut off. */
  readonly maxWaitingBytes: number;
  /** Told once, when a slow client is cut off. */
  readonly tooSlow: () => void;
}

/** Whoever is told goodbye and does not listen is cut off after this. */
const GOODBYE_MS = 2_000;

/** Never waits: what a slow client has not taken is counted, and one that has too much waiting loses its connection. */
export function createOutlet(socket: WebSocket, { maxWaitingBytes, tooSlow }: OutletOptions): Outlet {
  let closing = false;
  function close(code: number, reason: string): void {
    if (closing) return;
    closing = true;
    socket.close(code, reason);
    const cut = setTimeout(() => socket.terminate(), GOODBYE_MS);
    cut.unref();
    socket.once('close', () => clearTimeout(cut));
  }
  return {
    close,
    send(text) {
      if (closing || socket.readyState !== socket.OPEN) return;
      socket.send(text, () => undefined);
      if (socket.bufferedAmount <= maxWaitingBytes) return;
      tooSlow();
      close(CLOSE.tooSlow, 'Too slow: connect again and go on with sinceVersion.');
    },
  };
}
