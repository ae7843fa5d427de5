import { connectMllp, type MllpSender } from '@flow/app/demonstration/mllp-sender';

const ACCEPTED = new Set(['AA', 'CA']);
const TRIES_AGAIN_MS = 200;

async function accepted(sender: MllpSender, message: string): Promise<void> {
  const code = await sender.send(message);
  if (!ACCEPTED.has(code)) throw new Error(`The interface answered ${code}.`);
}

/** Sends in order, each when the one before was acknowledged; how many were, until all are or the product is gone. */
export async function feed(
  port: () => number,
  messages: readonly string[],
  isGone: () => Promise<boolean>,
): Promise<number> {
  let sender: MllpSender | undefined;
  let acknowledged = 0;
  try {
    for (const message of messages) {
      sender ??= await connectMllp('127.0.0.1', port());
      await accepted(sender, message);
      acknowledged += 1;
    }
  } catch (error) {
    if (!(await isGone())) throw error;
  } finally {
    sender?.close();
  }
  return acknowledged;
}

/** Sends in order as a PAS does, each again on a new connection until it is acknowledged, for so long; how many were. */
export async function feedFor(limitMs: number, port: number, messages: readonly string[]): Promise<number> {
  let sender: MllpSender | undefined;
  const end = new AbortController();
  const timer = setTimeout(() => {
    end.abort();
    sender?.close();
  }, limitMs);
  let acknowledged = 0;
  while (!end.signal.aborted && acknowledged < messages.length) {
    try {
      sender ??= await connectMllp('127.0.0.1', port);
      await accepted(sender, messages[acknowledged] ?? '');
      acknowledged += 1;
    } catch {
      // Lost or refused: a PAS tries it again.
      sender?.close();
      sender = undefined;
      await new Promise((resolve) => setTimeout(resolve, TRIES_AGAIN_MS));
    }
  }
  clearTimeout(timer);
  sender?.close();
  return acknowledged;
}
