import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** A TCP proxy before one or more servers: connections are handed out in turn, and all of them can be cut. */
export interface Proxy extends Target {
  /** Ends every connection, and lets nobody through until `mend`. */
  cut(): void;
  mend(): void;
  /** Keeps connections open and takes new ones, but carries nothing until `mend`: a network that swallows. */
  swallow(): void;
  /** What is open now stays open and carries nothing ever again, and nobody is told; what comes from now on is carried: a router that has forgotten. */
  forget(): void;
  close(): Promise<void>;
}

type Way = 'open' | 'cut' | 'swallowing';

/** The first of the targets, from that one on, that takes a connection; undefined when none does. */
async function reach(targets: readonly Target[], from: number): Promise<Socket | undefined> {
  for (let tried = 0; tried < targets.length; tried += 1) {
    const target = targets[(from + tried) % targets.length];
    if (target === undefined) return undefined;
    const socket = connect(target);
    const reached = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    if (reached) return socket;
  }
  return undefined;
}

type Pair = readonly [client: Socket, server: Socket];

const pause = (pair: Pair): void => pair.forEach((one) => one.unpipe().pause());

function resume([client, server]: Pair): void {
  client.pipe(server);
  server.pipe(client);
}

/** Carries both ways until one of the two ends, and then ends the other. */
function join(pair: Pair, onEnd: () => void): void {
  const [client, server] = pair;
  for (const [one, other] of [pair, [server, client] as const]) {
    one.on('error', () => undefined);
    one.once('close', () => {
      onEnd();
      other.destroy();
    });
  }
  resume(pair);
}

/** Listens on 127.0.0.1, on a port that the system chooses unless told. `targets` is asked at each connection. */
export async function startProxy(targets: () => readonly Target[], port = 0): Promise<Proxy> {
  const pairs = new Set<Pair>();
  const forgotten = new Set<Pair>();
  let way: Way = 'open';
  let next = 0;

  async function carry(client: Socket): Promise<void> {
    next += 1;
    const server = await reach(targets(), next);
    if (server === undefined || client.destroyed) {
      client.destroy();
      server?.destroy();
      return;
    }
    const pair = [client, server] as const;
    pairs.add(pair);
    join(pair, () => pairs.delete(pair));
    if (way === 'swallowing') pause(pair);
  }

  const listener = createServer({ allowHalfOpen: false }, (client) => {
    client.on('error', () => undefined);
    if (way === 'cut') client.destroy();
    else void carry(client);
  }).listen(port, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const chosen = typeof address === 'object' && address !== null ? address.port : port;
  const cutAll = (): void => pairs.forEach((pair) => pair.forEach((one) => one.destroy()));

  return {
    ...{ host: '127.0.0.1', port: chosen },
    cut() {
      way = 'cut';
      cutAll();
    },
    mend() {
      if (way === 'swallowing') pairs.forEach(resume);
      way = 'open';
    },
    swallow() {
      way = 'swallowing';
      pairs.forEach(pause);
    },
    forget() {
      pairs.forEach(pause);
      pairs.forEach((pair) => forgotten.add(pair));
      pairs.clear();
    },
    async close() {
      cutAll();
      forgotten.forEach((pair) => pair.forEach((one) => one.destroy()));
      listener.close();
      await once(listener, 'close');
    },
  };
}
