import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The port that clients connect to, before the one that answers: here connections can be cut. */
export interface Front {
  readonly port: number;
  /** Resets every connection. New ones are taken. */
  cut(): void;
}

/** Opens that port (0: one that the system chooses) on the loopback and passes all on to the inner one. */
export async function openFront(port: number, innerPort: number): Promise<Front> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const inner = connect({ port: innerPort, host: '127.0.0.1', noDelay: true });
    for (const [one, other] of [
      [client, inner],
      [inner, client],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => void other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: portOf(server.address()),
    cut: () => sockets.forEach((socket) => socket.resetAndDestroy()),
  };
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('A server listens on no port.');
  return address.port;
}
