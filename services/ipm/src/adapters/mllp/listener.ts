import { BlockList, createServer, isIP, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Clock } from '@flow/platform/time/clock';
import { laterBy, type Instant } from '@flow/platform/time/instant';
import type { LinkObserver } from '../../application/link-observer';
import type { LinkState } from '../../application/link-state';
import type { ReceivedFrame, Receiver } from '../../application/receive';
import type { PartnerConfig } from '../../domain/partner/partner-config';
import type { Partner, TlsMaterial } from '../partners/read-partner';
import { Connection } from './connection';
import { createPace, type Pace } from './pace';

export interface ListenerDeps {
  readonly receiver: Receiver;
  readonly observer: LinkObserver;
  readonly clock: Clock;
}

/** A partner's port, open. */
export interface Listener {
  readonly port: number;
  state(): LinkState;
  /** The configuration from the next frame and the next connection on; open connections stay. The address must be the same. */
  reconfigure(partner: Partner): void;
  /** Takes no more, answers what was received and closes; by force after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

export type OpenListener = (partner: Partner, deps: ListenerDeps) => Promise<Listener>;

/** Opens the partner's port. Rejects with the system's error (EADDRINUSE, EACCES, …) when it cannot be had. */
export async function openListener(partner: Partner, deps: ListenerDeps): Promise<Listener> {
  const listener = new PartnerListener(partner, deps);
  await listener.open();
  return listener;
}

interface Admitted {
  readonly socket: Socket;
  readonly since: Instant;
  connection?: Connection;
}

let lastConnection = 0;

class PartnerListener implements Listener {
  /** By the other end's address and port: of a TLS connection the raw socket comes first, and the encrypted one later. */
  readonly #open = new Map<string, Admitted>();
  readonly #server: Server;
  readonly #pace: Pace;
  #peers: BlockList | undefined;
  #last: (ReceivedFrame & { readonly storedMs: number }) | undefined;
  #isAwaited = false;

  constructor(
    private partner: Partner,
    private readonly deps: ListenerDeps,
  ) {
    this.#peers = allowed(partner.config);
    this.#pace = createPace(
      () => this.partner.config.limits.messagesPerSecond,
      () => deps.clock.monotonicMs(),
    );
    this.#server = partner.tls ? this.#tlsServer(partner.tls) : createServer({ allowHalfOpen: true });
    this.#server.on('connection', (socket: Socket) => this.#admit(socket));
    this.#server.on(partner.tls ? 'secureConnection' : 'connection', (socket: Socket) => this.#serve(socket));
  }

  get port(): number {
    const address = this.#server.address();
    return isAddress(address) ? address.port : this.partner.config.listen.port;
  }

  async open(): Promise<void> {
    const { host, port } = this.partner.config.listen;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, () => {
        this.#server.off('error', reject);
        // A failed accept (out of file handles) costs that connection, not the port.
        this.#server.on('error', () => this.#refused('too-many-connections'));
        this.deps.observer.connections(this.partner.config.name, 0);
        this.#tellCertificate();
        resolve();
      });
    });
  }

  state(): LinkState {
    const since = [...this.#open.values()].map((each) => each.since).sort()[0];
    return {
      partner: this.partner.config.name,
      listening: this.#server.listening,
      ...(this.#server.listening && { port: this.port }),
      connections: this.#open.size,
      ...(since !== undefined && { connectedSince: since }),
      ...(this.#isAwaited && { awaited: true }),
      ...(this.#last && { lastHeardAt: this.#heardAt(this.#last), lastReceived: this.#last.stored.position }),
    };
  }

  /** The wall clock may have been set back since: then it is as long ago as the clock that only goes forward says. */
  #heardAt({ receivedAt, storedMs }: { readonly receivedAt: Instant; readonly storedMs: number }): Instant {
    const { clock } = this.deps;
    const now = clock.now();
    return receivedAt <= now ? receivedAt : laterBy(now, Math.floor(storedMs - clock.monotonicMs()));
  }

  reconfigure(partner: Partner): void {
    this.partner = partner;
    this.#peers = allowed(partner.config);
    if (partner.tls && isTls(this.#server)) this.#server.setSecureContext(partner.tls);
    this.#tellCertificate();
  }

  #tellCertificate(): void {
    const { config, tls } = this.partner;
    if (tls) this.deps.observer.certificate?.(config.name, tls.cert);
  }

  async close(graceMs: number): Promise<void> {
    this.#server.close();
    await Promise.all(
      [...this.#open.values()].map(async ({ socket, connection }) => {
        if (connection) await connection.drain(graceMs);
        else socket.destroy();
      }),
    );
  }

  #tlsServer(tls: TlsMaterial): TlsServer {
    const server = createTlsServer({
      ...tls,
      minVersion: 'TLSv1.2',
      requestCert: tls.ca !== undefined,
      rejectUnauthorized: tls.ca !== undefined,
      handshakeTimeout: 10_000,
      allowHalfOpen: true,
    });
    server.on('tlsClientError', () => this.#refused('tls'));
    return server;
  }

  /** Who may connect, and how many: asked before a byte is read or a handshake begun. */
  #admit(socket: Socket): void {
    socket.on('error', () => socket.destroy());
    const { name, limits } = this.partner.config;
    if (!isPeer(this.#peers, socket.remoteAddress)) {
      this.#turnAway(socket, 'not-a-peer');
    } else if (this.#open.size >= limits.maxConnections) {
      this.#turnAway(socket, 'too-many-connections');
    } else {
      const key = otherEnd(socket);
      this.#open.set(key, { socket, since: this.deps.clock.now() });
      this.deps.observer.connections(name, this.#open.size);
      socket.on('close', () => this.#left(key));
    }
  }

  #left(key: string): void {
    this.#open.delete(key);
    this.deps.observer.connections(this.partner.config.name, this.#open.size);
  }

  #turnAway(socket: Socket, reason: 'not-a-peer' | 'too-many-connections'): void {
    this.#refused(reason);
    socket.destroy();
  }

  #refused(reason: 'not-a-peer' | 'too-many-connections' | 'tls'): void {
    this.deps.observer.refused(this.partner.config.name, reason);
  }

  #serve(socket: Socket): void {
    const admitted = this.#open.get(otherEnd(socket));
    if (socket.destroyed || !admitted) return;
    const { receiver, observer, clock } = this.deps;
    lastConnection += 1;
    admitted.connection = new Connection(socket, {
      id: String(lastConnection),
      partner: () => this.partner.config,
      receiver,
      observer,
      monotonicMs: () => clock.monotonicMs(),
      pace: this.#pace,
      onStored: (received) => {
        this.#last = { ...received, storedMs: clock.monotonicMs() };
        this.#isAwaited = false;
      },
      onNotStored: () => (this.#isAwaited = true),
    });
  }
}

const otherEnd = ({ remoteAddress = '', remotePort = 0 }: Socket): string => `${remoteAddress} ${remotePort}`;

const isAddress = (address: AddressInfo | string | null): address is AddressInfo =>
  typeof address === 'object' && address !== null;

const isTls = (server: Server): server is TlsServer => 'setSecureContext' in server;

function allowed({ peers }: PartnerConfig): BlockList | undefined {
  if (!peers) return undefined;
  const list = new BlockList();
  for (const peer of peers) {
    const [address = '', prefix] = peer.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  }
  return list;
}

function isPeer(peers: BlockList | undefined, address: string | undefined): boolean {
  if (!peers) return true;
  const plain = address?.replace(/^::ffff:(?=\d+\.)/, '') ?? '';
  return isIP(plain) !== 0 && peers.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}
