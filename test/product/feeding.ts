import { connectMllp, type MllpSender } from '@flow/app/demonstration/mllp-sender';

/** Sends in order as a PAS does: a message is sent again until it has been acknowledged, over as many connections as it takes. */
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
      await sender.send(message);
      acknowledged += 1;
    }
  } catch (error) {
    if (!(await isGone())) throw error;
  } finally {
    sender?.close();
  }
  return acknowledged;
}
