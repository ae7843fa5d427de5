import type { IncomingMessage, Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { Conversation, type ConversationDeps } from './conversation';
import { createOutlet } from './outlet';
import { CLOSE, PROTOCOL } from './protocol';

export interface SocketServerOptions extends ConversationDeps {
  /** Where upgrades are taken: `/graphql`. */
  readonly path: string;
  readonly maxMessageBytes: number;
  readonly maxWaitingBytes: number;
  readonly maxSockets: number;
  /** How often a client is asked whether it is still there; one that said nothing since is cut off. */
  readonly heartbeatMs: number;
}

export interface SocketServer {
  /** How many clients are connected. */
  count(): number;
  /** Says goodbye to all with 1001 and takes no more. */
  stop(): Promise<void>;
}

/** Closes connections whose other end is gone without a word. */
function watch(sockets: ReadonlySet<WebSocket>, heartbeatMs: number): NodeJS.Timeout {
  const silent = new WeakSet<WebSocket>();
  return setInterval(() => {
    for (const socket of sockets) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.once('pong', () => silent.delete(socket));
        socket.ping();
      }
    }
  }, heartbeatMs);
}

/** Takes upgrades of an HTTP server and talks graphql-transport-ws over each. */
export function attachSocketServer(server: Server, options: SocketServerOptions): SocketServer {
  const { path, maxMessageBytes, maxWaitingBytes, maxSockets, heartbeatMs, log } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false),
  });
  const heartbeat = watch(sockets.clients, heartbeatMs);

  function converse(socket: WebSocket, { socket: { remoteAddress } }: IncomingMessage): void {
    const tooSlow = () => log.warn('A client read too slowly and was cut off.');
    const outlet = createOutlet(socket, { maxWaitingBytes, tooSlow });
    if (socket.protocol !== PROTOCOL) {
      outlet.close(CLOSE.wrongProtocol, `Speak ${PROTOCOL}.`);
      return;
    }
    const conversation = new Conversation(outlet, options, remoteAddress);
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) outlet.close(CLOSE.badRequest, 'Send text.');
      else conversation.hear(data.toString('utf8'));
    });
    socket.on('close', () => conversation.end());
    socket.on('error', () => socket.terminate());
  }

  server.on('upgrade', (request, socket, head) => {
    // Until it is a conversation nobody else listens: a client that hangs up then is no fault of ours.
    socket.on('error', () => socket.destroy());
    const [asked] = (request.url ?? '').split('?');
    if (asked !== path || sockets.clients.size >= maxSockets) {
      socket.end(
        `HTTP/1.1 ${asked === path ? '503 Service Unavailable' : '404 Not Found'}\r\nconnection: close\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, converse);
  });

  return {
    count: () => sockets.clients.size,
    async stop() {
      clearInterval(heartbeat);
      for (const socket of sockets.clients) {
        socket.close(CLOSE.goingAway, 'The gateway stops.');
        setTimeout(() => socket.terminate(), 2_000).unref();
      }
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}
