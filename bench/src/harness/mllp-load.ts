import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const START = Buffer.from([0x0b]);
const END = Buffer.from([0x1c, 0x0d]);
const SILENT_MS = 60_000;

export interface Load {
  readonly port: number;
  readonly connections: number;
  /** So many unanswered on each connection: 1 is lock-step. */
  readonly inFlight: number;
  /** How long nothing may come on a connection with something unanswered; a minute unless given. */
  readonly silentMs?: number;
  /** In all, shared out among the connections. */
  readonly messages: number;
  /** The n-th message and the control id that its answer must name. */
  message(index: number): { readonly bytes: Buffer; readonly controlId: string };
}

export interface LoadDone {
  readonly wallMs: number;
  readonly latenciesMs: readonly number[];
  /** Answers that did not accept the oldest message that had none. */
  readonly wrong: number;
}

const ANSWER = /\rMSA\|([AC]A)\|([^|\r]*)/;

/** Sends each message when an earlier one is answered, over all connections at once. Rejects when an answer does not come. */
export async function mllpLoad(load: Load): Promise<LoadDone> {
  let next = 0;
  const take = () => (next < load.messages ? load.message(next++) : undefined);
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => open(load.port)));
  const started = performance.now();
  const lines = await Promise.all(sockets.map(async (socket) => sendOver(socket, load, take)));
  const wallMs = performance.now() - started;
  await Promise.all(sockets.map(closed));
  return {
    wallMs,
    latenciesMs: lines.flatMap(({ latenciesMs }) => latenciesMs),
    wrong: lines.reduce((sum, { wrong }) => sum + wrong, 0),
  };
}

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  await once(socket, 'connect');
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  return socket;
}

/** The other side has closed too: the next load finds as much room as this one. */
async function closed(socket: Socket): Promise<void> {
  if (socket.destroyed) return;
  const over = once(socket, 'close');
  socket.end();
  await over;
}

type Take = () => { readonly bytes: Buffer; readonly controlId: string } | undefined;

function sendOver(
  socket: Socket,
  { inFlight, silentMs = SILENT_MS }: Load,
  take: Take,
): Promise<Omit<LoadDone, 'wallMs'>> {
  const waiting: { readonly controlId: string; readonly at: number }[] = [];
  const latenciesMs: number[] = [];
  let wrong = 0;
  let received: Buffer = Buffer.alloc(0);

  return new Promise((resolve, reject) => {
    socket.setTimeout(silentMs, () => socket.destroy());
    socket.once('close', () => reject(new Error(`A connection ended with ${waiting.length} messages unanswered.`)));

    function send(): void {
      const parts: Buffer[] = [];
      while (waiting.length < inFlight) {
        const message = take();
        if (message === undefined) break;
        waiting.push({ controlId: message.controlId, at: performance.now() });
        parts.push(START, message.bytes, END);
      }
      if (parts.length > 0) socket.write(Buffer.concat(parts));
      else if (waiting.length === 0) resolve({ latenciesMs, wrong });
    }

    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      let from = 0;
      for (let end = received.indexOf(END); end >= 0; end = received.indexOf(END, from)) {
        const [, , named] = ANSWER.exec(received.toString('latin1', from, end)) ?? [];
        const oldest = waiting.shift();
        latenciesMs.push(performance.now() - (oldest?.at ?? NaN));
        if (named === undefined || named !== oldest?.controlId) wrong += 1;
        from = end + END.length;
      }
      received = received.subarray(from);
      if (from > 0) send();
    });
    send();
  });
}
