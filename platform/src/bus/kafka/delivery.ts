import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { KafkaJSProtocolError } from 'kafkajs';
import type { ConsumeOptions, DeliveredMessage } from '../bus';

const LARGEST_BATCH = 200;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 10_000;

export interface DeliveryOptions extends ConsumeOptions {
  readonly heartbeatMs: number;
  readonly failed: (topic: string, error: unknown) => void;
}

export interface Delivery {
  eachBatch(payload: EachBatchPayload): Promise<void>;
  /** The group has shared out its partitions anew. */
  joined(): void;
  isBusy(): boolean;
  /** Takes nothing more, and resolves when what is in hand has been handled. */
  end(): Promise<void>;
}

/** Hands a consumer's batches on in pieces; one that was not handled comes again after a pause of its partition alone. */
export function createDelivery({ onBatch, signal, heartbeatMs, failed }: DeliveryOptions): Delivery {
  const failures = new Map<string, number>();
  const resumptions = new Map<string, NodeJS.Timeout>();
  let inHand: Promise<void> | undefined;
  let over = false;
  /** What a heartbeat said of the group: after the piece in hand it has to be joined again. */
  let outdated: KafkaJSProtocolError | undefined;

  async function handle(piece: readonly DeliveredMessage[], payload: EachBatchPayload): Promise<void> {
    const stopBeating = keepBeating(payload, heartbeatMs, (error) => {
      outdated = error;
    });
    inHand = onBatch(piece);
    try {
      await inHand;
    } finally {
      inHand = undefined;
      stopBeating();
    }
  }

  function comeAgain(lane: string, payload: EachBatchPayload): void {
    const before = failures.get(lane) ?? 0;
    failures.set(lane, before + 1);
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** before, LONGEST_PAUSE_MS);
    resumptions.set(lane, setTimeout(payload.pause(), pauseMs));
  }

  return {
    async eachBatch(payload) {
      const { batch } = payload;
      const lane = `${batch.topic}/${batch.partition}`;
      for (const piece of piecesOf(batch.messages.map((message) => delivered(batch, message)))) {
        if (outdated) throw outdated;
        if (over || signal.aborted || !payload.isRunning() || payload.isStale()) return;
        try {
          await handle(piece, payload);
        } catch (error) {
          failed(batch.topic, error);
          comeAgain(lane, payload);
          return;
        }
        failures.delete(lane);
        payload.resolveOffset(String(piece.at(-1)?.offset));
        await payload.heartbeat();
      }
    },
    joined() {
      outdated = undefined;
    },
    isBusy: () => inHand !== undefined,
    async end() {
      over = true;
      for (const timer of resumptions.values()) clearTimeout(timer);
      await inHand?.catch(() => undefined);
    },
  };
}

/** kafkajs has no heartbeats of its own while a batch is in hand. Gives how to end ours. */
function keepBeating(payload: EachBatchPayload, everyMs: number, refused: (error: KafkaJSProtocolError) => void) {
  const timer = setInterval(() => {
    payload.heartbeat().catch((error: unknown) => {
      if (error instanceof KafkaJSProtocolError) refused(error);
    });
  }, everyMs);
  return () => clearInterval(timer);
}

function piecesOf(messages: readonly DeliveredMessage[]): readonly (readonly DeliveredMessage[])[] {
  const pieces: (readonly DeliveredMessage[])[] = [];
  for (let at = 0; at < messages.length; at += LARGEST_BATCH) pieces.push(messages.slice(at, at + LARGEST_BATCH));
  return pieces;
}

type Bytes = Buffer | string | readonly (Buffer | string)[] | null | undefined;

const textOf = (value: Bytes): string => value?.toString() ?? '';

/** What others put there may lack a key or a value: to us they are empty. */
const delivered = (
  { topic, partition }: { readonly topic: string; readonly partition: number },
  { key, value, headers = {}, offset }: KafkaMessage,
): DeliveredMessage => ({
  ...{ topic, partition, offset: Number(offset), key: textOf(key), value: textOf(value) },
  headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, textOf(text)])),
});
