import { createServer as createPlain, type RequestListener, type Server } from 'node:http';
import { createServer as createSecure, Server as SecureServer } from 'node:https';
import { isIPv6, type AddressInfo, type Socket } from 'node:net';
import { OperatorError } from '../values/operator-error';

/** PEM texts of a certificate, with those that lead to its issuer, and of its key. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

export interface HttpServerOptions {
  /** An express app, or any other listener. */
  readonly app: RequestListener;
  readonly host: string;
  /** 0 lets the system choose one. */
  readonly port: number;
  /** The setting that says another port, for the sentence about one that is taken. */
  readonly portSetting?: string | undefined;
  /** More connections at the same time than this are closed at once. */
  readonly connectionLimit?: number | undefined;
  /** How long a request may take to come whole. Answers, such as subscriptions, may last. */
  readonly requestTimeoutMs?: number | undefined;
  /** How long the head of a request, or the first byte of one, may take. */
  readonly headersTimeoutMs?: number | undefined;
  /** HTTPS instead of HTTP; TLS 1.2 or later. */
  readonly tls?: TlsPair | undefined;
}

export interface RunningHttpServer {
  readonly port: number;
  /** `http://host:port` or `https://host:port`, without a slash at the end. */
  readonly url: string;
  /** For upgrades to WebSocket. */
  readonly server: Server;
  /** New connections are answered with this certificate; those that are open go on. Nothing where HTTP is spoken. */
  renew(tls: TlsPair): void;
  /**
   * Takes no new connection, lets requests in hand be answered, and cuts whatever is still open after so long, upgraded sockets
   * included. Safe to call twice.
   */
  close(limitMs?: number): Promise<void>;
}

const HEADER_BYTES = 32 * 1024;
/** Longer than load balancers keep theirs, so that it is they who hang up. */
const KEEP_ALIVE_MS = 75_000;

/** Says in one line why nothing can be listened on there, and what to do. */
function listenFault(error: NodeJS.ErrnoException, { host, port, portSetting = 'PORT' }: HttpServerOptions): Error {
  const at = `${host}:${port}`;
  switch (error.code) {
    case 'EADDRINUSE':
      return new OperatorError(
        `Port ${port} on ${host} is taken. Stop the program that listens there, or choose another with ${portSetting}=<port>.`,
        { cause: error },
      );
    case 'EACCES':
      return new OperatorError(
        `This user may not listen on ${at}. Choose a port from 1024 on with ${portSetting}=<port>.`,
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new OperatorError(`${host} is not an address of this machine. Choose one that is with HOST=<address>.`, {
        cause: error,
      });
    case undefined:
    default:
      return error;
  }
}

function listen(server: Server, options: HttpServerOptions): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => reject(listenFault(error, options));
    server.once('error', fail);
    server.listen(options.port, options.host, () => {
      server.off('error', fail);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('A server listens on no port.'));
      else resolve(address);
    });
  });
}

/** Every socket of the server, upgraded ones too: those its own methods know nothing of. */
function trackSockets(server: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function closing(server: Server, sockets: ReadonlySet<Socket>, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => sockets.forEach((socket) => socket.destroy()), limitMs);
    // A connection kept alive is idle only after its answer has left, and would hold the server open until then.
    server.prependListener('request', (_request, response) => response.setHeader('connection', 'close'));
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function serverOf({ app, tls, requestTimeoutMs = 30_000, headersTimeoutMs = 10_000 }: HttpServerOptions): Server {
  const limits = {
    maxHeaderSize: HEADER_BYTES,
    headersTimeout: Math.min(headersTimeoutMs, requestTimeoutMs),
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(1_000, headersTimeoutMs),
  };
  return tls === undefined ? createPlain(limits, app) : createSecure({ ...limits, ...securely(tls) }, app);
}

const securely = (tls: TlsPair) => ({ ...tls, minVersion: 'TLSv1.2' as const });

/** Listens. Throws OperatorError, with one line for whoever starts it, when the address cannot be listened on. */
export async function startHttpServer(options: HttpServerOptions): Promise<RunningHttpServer> {
  const { host, connectionLimit = 4_000 } = options;
  const server = serverOf(options);
  server.maxConnections = connectionLimit;
  const sockets = trackSockets(server);
  const { port } = await listen(server, options);
  let closed: Promise<void> | undefined;
  return {
    port,
    url: `${options.tls === undefined ? 'http' : 'https'}://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    server,
    renew(tls) {
      if (server instanceof SecureServer) server.setSecureContext(securely(tls));
    },
    close: (limitMs = 5_000) => (closed ??= closing(server, sockets, limitMs)),
  };
}
