import type { Bus, BusMessage, DeliveredMessage } from './bus';

export const sampleMessage = (key: string, value: string): BusMessage => ({
  key,
  value,
  headers: { 'event-id': value },
});

/** What a group was given, each message once, in the order in which it first came. */
export interface Consumption {
  readonly messages: readonly DeliveredMessage[];
  /** Resolves when `enough` says so of what came. */
  until(enough: (messages: readonly DeliveredMessage[]) => boolean): Promise<readonly DeliveredMessage[]>;
  /** Ends the consumer and waits for it. */
  stop(): Promise<void>;
}

/** Consumes as a group until it is stopped; `before` may look at each batch first, and throw. */
export function consuming(
  bus: Bus,
  { group, topics }: { readonly group: string; readonly topics: readonly string[] },
  before: (batch: readonly DeliveredMessage[]) => Promise<void> = async () => Promise.resolve(),
): Consumption {
  const stop = new AbortController();
  const messages: DeliveredMessage[] = [];
  const seen = new Set<string>();
  let look = (): void => undefined;
  const ended = bus.consume({
    group,
    topics,
    signal: stop.signal,
    async onBatch(batch) {
      await before(batch);
      for (const message of batch) {
        const place = `${message.topic}/${message.partition}/${message.offset}`;
        if (!seen.has(place)) messages.push(message);
        seen.add(place);
      }
      look();
    },
  });
  return {
    messages,
    until: async (enough) =>
      new Promise((resolve) => {
        look = () => {
          if (enough(messages)) resolve(messages);
        };
        look();
      }),
    async stop() {
      stop.abort();
      await ended;
    },
  };
}
