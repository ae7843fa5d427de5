import { OperatorError } from '@flow/platform/values/operator-error';
import { connect, type Socket } from 'node:net';

const START = 0x0b;
const END = Buffer.from([0x1c, 0x0d]);
const ANSWER_MS = 30_000;
const CONNECT_MS = 5_000;

/** Sends one message after the other, each when the one before was acknowledged, as a PAS does. */
export interface MllpSender {
  /** Resolves with the acknowledgement's MSA-1. Rejects when the connection is lost before it came: send it again. */
  send(message: string): Promise<string>;
  close(): void;
}

class ConnectionLost extends OperatorError {}

function opened(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new ConnectionLost('The interface does not answer.')));
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', reject);
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

export async function connectMllp(host: string, port: number): Promise<MllpSender> {
  const socket = await opened(host, port);
  let received = Buffer.alloc(0);
  let waiting: { resolve: (code: string) => void; reject: (error: Error) => void } | undefined;

  socket.on('data', (bytes: Buffer) => {
    received = Buffer.concat([received, bytes]);
    const end = received.indexOf(END);
    if (end < 0) return;
    const text = received.subarray(received.indexOf(START) + 1, end).toString('latin1');
    received = received.subarray(end + END.length);
    waiting?.resolve(/\rMSA\|([^|\r]*)/.exec(text)?.[1] ?? '');
  });
  socket.on('error', () => undefined);
  socket.on('close', () => waiting?.reject(new ConnectionLost('The connection to the interface was lost.')));

  return {
    async send(message) {
      if (socket.destroyed) throw new ConnectionLost('The connection to the interface was lost.');
      const answer = new Promise<string>((resolve, reject) => {
        waiting = { resolve, reject };
      });
      const late = setTimeout(() => socket.destroy(), ANSWER_MS);
      socket.write(Buffer.concat([Buffer.from([START]), Buffer.from(message, 'utf8'), END]));
      return answer.finally(() => {
        clearTimeout(late);
        waiting = undefined;
      });
    },
    close: () => socket.destroy(),
  };
}
