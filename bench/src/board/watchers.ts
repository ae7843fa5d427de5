import { WebSocket } from 'ws';
import { z } from 'zod';
import { answerParent } from '../harness/serving';

const told = z.object({
  url: z.string(),
  count: z.int(),
  token: z.string(),
  query: z.string(),
  variables: z.record(z.string(), z.unknown()),
  /** Whoever sees the first of these in a frame has seen the first change, and looks for the second; whoever sees a later one
   * has seen those before it, for frames may tell of several changes at once. They come round. */
  marks: z.array(z.string()).min(1),
});
type Told = z.output<typeof told>;

/** The gateway lets one user say so much a second; whoever opens a screen is not what is measured. */
const OPENS_A_SECOND = 20;
const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6;

interface Seen {
  count: number;
  last: number;
}

/** The last change that a frame tells of, of those that are expected next; one less than the next when it tells of none. */
function furthest(text: string, marks: readonly string[], next: number): number {
  for (let ahead = marks.length / 2; ahead >= 0; ahead -= 1) {
    const change = next + Math.floor(ahead);
    if (text.includes(marks[change % marks.length] ?? '')) return change;
  }
  return next - 1;
}

/** One screen: subscribes, and gives the time of each change that it has seen. */
async function open(
  { url, token, query, variables, marks }: Told,
  saw: (change: number, at: number) => void,
): Promise<WebSocket> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  let next = 0;
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', (code) => reject(new Error(`A screen was closed with ${code}.`)));
    socket.once('open', () => {
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
    });
    socket.on('message', (data: Buffer) => {
      const at = nowMs();
      const text = data.toString('utf8');
      if (text.startsWith('{"type":"connection_ack"')) {
        socket.send(JSON.stringify({ id: 's', type: 'subscribe', payload: { query, variables } }));
      } else if (text.includes('"type":"ping"')) socket.send('{"type":"pong"}');
      else if (text.includes('"type":"next"')) {
        resolve(socket);
        const told = furthest(text, marks, next);
        for (; next <= told; next += 1) saw(next, at);
      } else if (text.includes('"type":"error"')) reject(new Error('A screen was refused.'));
    });
  });
}

answerParent(async (argument) => {
  const telling = told.parse(argument);
  const seen: Seen[] = [];
  const saw = (change: number, at: number): void => {
    const held = seen[change] ?? { count: 0, last: 0 };
    seen[change] = { count: held.count + 1, last: Math.max(held.last, at) };
  };
  const sockets: WebSocket[] = [];
  for (let opened = 0; opened < telling.count; opened += OPENS_A_SECOND) {
    const some = Math.min(OPENS_A_SECOND, telling.count - opened);
    const from = nowMs();
    sockets.push(...(await Promise.all(Array.from({ length: some }, () => open(telling, saw)))));
    const rest = 1000 - (nowMs() - from);
    if (rest > 0 && opened + some < telling.count) await new Promise((resolve) => setTimeout(resolve, rest));
  }
  return {
    answers: { seen: () => seen },
    stop() {
      for (const socket of sockets) socket.terminate();
      return Promise.resolve();
    },
  };
});
