import type { Log } from '@flow/platform/telemetry/log';
import { connectMllp, type MllpSender } from './mllp-sender';
import { pause } from './pause';

const AGAIN_MS = [200, 500, 1000, 2000, 5000];

export interface FeedLineOptions {
  readonly host: string;
  readonly port: () => number;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export interface FeedLine {
  /** Sends in order, each until it is acknowledged or it is over, by as many connections as it takes. */
  send(messages: readonly string[]): Promise<void>;
  close(): void;
}

export function createFeedLine({ host, port, signal, log }: FeedLineOptions): FeedLine {
  let sender: MllpSender | undefined;
  let failures = 0;

  async function sendOne(message: string): Promise<void> {
    while (!signal.aborted) {
      try {
        sender ??= await connectMllp(host, port());
        await sender.send(message);
        failures = 0;
        return;
      } catch (error) {
        sender?.close();
        sender = undefined;
        if (failures === 0) log.warn('The demonstration could not send, and tries again.', { error });
        await pause(AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)] ?? 0, signal);
        failures += 1;
      }
    }
  }
  return {
    async send(messages) {
      for (const message of messages) await sendOne(message);
    },
    close: () => sender?.close(),
  };
}
