import { WebSocket, type ClientOptions } from 'ws';

export interface Said {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** A client that says what the test tells it to, and keeps what it hears. */
export async function socketClient(gatewayUrl: string, protocol = 'graphql-transport-ws', options: ClientOptions = {}) {
  const socket = new WebSocket(`${gatewayUrl.replace('http', 'ws')}/graphql`, protocol, options);
  const heard: Said[] = [];
  let wake: (() => void) | undefined;
  let closed: { readonly code: number; readonly reason: string } | undefined;
  socket.on('message', (data: Buffer) => {
    heard.push(JSON.parse(data.toString('utf8')) as Said);
    wake?.();
  });
  socket.on('close', (code, reason) => {
    closed = { code, reason: reason.toString() };
    wake?.();
  });
  socket.on('error', () => wake?.());
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const changed = async (): Promise<void> => new Promise((resolve) => (wake = resolve));

  const client = {
    socket,
    heard,
    say: (message: object | string) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    subscribe: (id: string, query: string, variables = {}) =>
      client.say({ id, type: 'subscribe', payload: { query, variables } }),
    /** The next message that was not taken yet. */
    async next(): Promise<Said> {
      while (heard.length === 0 && !closed) await changed();
      const message = heard.shift();
      if (!message) throw new Error(`The socket was closed with ${closed?.code ?? 0}.`);
      return message;
    },
    async close() {
      while (!closed) await changed();
      return closed;
    },
  };
  return client;
}

/** One that has been acknowledged. */
export async function signedInClient(gatewayUrl: string, token: string) {
  const client = await socketClient(gatewayUrl);
  client.say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  const acknowledged = await client.next();
  if (acknowledged.type !== 'connection_ack') throw new Error('The socket was not acknowledged.');
  return client;
}
