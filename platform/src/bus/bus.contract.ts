import { randomUUID } from 'node:crypto';
import { certainly } from '../event-store/testing';
import { PARTITIONS, type Bus, type BusMessage, type DeliveredMessage } from './bus';
import { partitionOf } from './partition-of';
import { consuming, sampleMessage } from './testing';

/** A bus to be tried, and how to leave it. It may hold other tests' topics: names here are always new. */
export type OpenBus = () => Promise<{ readonly bus: Bus; close(): Promise<void> }>;

const KEYS = ['estate-1', 'patient-1', 'patient-2', 'žluťoučký'];

/** The values of one key, each once: a publication that was repeated may be there twice. */
const valuesOf = (messages: readonly BusMessage[], key: string): readonly string[] => [
  ...new Set(messages.filter((message) => message.key === key).map(({ value }) => value)),
];

const some = (count: number, from = 0): readonly BusMessage[] =>
  Array.from({ length: count }, (_, index) => sampleMessage(KEYS[index % KEYS.length]!, String(from + index)));

/** What the port promises, tried on one engine. */
export function busContract(name: string, open: OpenBus): void {
  describe(`bus: ${name}`, () => {
    let opened: Awaited<ReturnType<OpenBus>>;
    let bus: Bus;
    let topic: string;
    let group: string;

    beforeAll(async () => {
      opened = await open();
      bus = opened.bus;
    });
    afterAll(async () => opened.close());
    beforeEach(async () => {
      topic = `t-${randomUUID()}`;
      group = `g-${randomUUID()}`;
      await bus.ensureTopic(topic);
    });

    const publish = async (messages: readonly BusMessage[], to = topic) =>
      certainly(async () => bus.publish(to, messages));
    const has = (count: number) => (messages: readonly DeliveredMessage[]) =>
      new Set(messages.map(({ value }) => value)).size >= count;

    it('delivers what was published, with key, value, headers and place', async () => {
      await bus.ensureTopic(topic);
      await publish([{ key: 'bed-1', value: '{"é":"🛏"}', headers: { type: 'x', trace: '' } }]);
      const consumer = consuming(bus, { group, topics: [topic] });
      const [message] = await consumer.until(has(1));
      expect(message).toStrictEqual({
        topic,
        partition: partitionOf('bed-1'),
        offset: message!.offset,
        key: 'bed-1',
        value: '{"é":"🛏"}',
        headers: { type: 'x', trace: '' },
      });
      await consumer.stop();
    });

    it('keeps the order of each key, in one partition, while more is published', async () => {
      const consumer = consuming(bus, { group, topics: [topic] });
      for (let from = 0; from < 200; from += 40) await publish(some(40, from));
      const messages = await consumer.until(has(200));
      for (const [index, key] of KEYS.entries()) {
        const expected = Array.from({ length: 50 }, (_, turn) => String(turn * KEYS.length + index));
        expect(valuesOf(messages, key)).toStrictEqual(expected);
        expect(new Set(messages.filter((each) => each.key === key).map(({ partition }) => partition)).size).toBe(1);
      }
      expect(messages.every(({ partition }) => partition >= 0 && partition < PARTITIONS)).toBe(true);
      await consumer.stop();
    });

    it('gives a batch of one partition, offsets growing', async () => {
      await publish(some(60));
      const batches: (readonly DeliveredMessage[])[] = [];
      const consumer = consuming(bus, { group, topics: [topic] }, async (batch) => {
        batches.push(batch);
      });
      await consumer.until(has(60));
      await consumer.stop();
      for (const batch of batches) {
        expect(new Set(batch.map(({ partition }) => partition)).size).toBe(1);
        const offsets = batch.map(({ offset }) => offset);
        expect(offsets).toStrictEqual([...new Set(offsets)].sort((a, b) => a - b));
      }
    });

    it('gives every group everything', async () => {
      await publish(some(20));
      const first = consuming(bus, { group, topics: [topic] });
      const second = consuming(bus, { group: `${group}-2`, topics: [topic] });
      expect(new Set((await first.until(has(20))).map(({ value }) => value)).size).toBe(20);
      expect(new Set((await second.until(has(20))).map(({ value }) => value)).size).toBe(20);
      await Promise.all([first.stop(), second.stop()]);
    });

    it('delivers a batch again when its handler throws, before anything later of the same key', async () => {
      await publish(some(12));
      let failures = 0;
      const consumer = consuming(bus, { group, topics: [topic] }, async (batch) => {
        if (failures >= 5 || batch.every(({ key }) => key !== 'patient-1')) return;
        failures += 1;
        throw new Error('Not now.');
      });
      const messages = await consumer.until(has(12));
      expect(failures).toBe(5);
      for (const [index, key] of KEYS.entries()) {
        expect(valuesOf(messages, key)).toStrictEqual([0, 1, 2].map((turn) => String(turn * KEYS.length + index)));
      }
      await consumer.stop();
    });

    it('goes on where the group was: what was not handled comes, also to another consumer', async () => {
      await publish(some(12));
      const first = consuming(bus, { group, topics: [topic] });
      await first.until(has(12));
      await first.stop();
      await publish(some(12, 12));
      const second = consuming(bus, { group, topics: [topic] });
      const later = some(12, 12).map(({ value }) => value);
      await second.until((messages) => later.every((value) => messages.some((message) => message.value === value)));
      await second.stop();
    });

    it('shares a topic among the consumers of a group', async () => {
      const consumers = [1, 2, 3].map(() => consuming(bus, { group, topics: [topic] }));
      await publish(some(100));
      const together = (): readonly DeliveredMessage[] => consumers.flatMap(({ messages }) => messages);
      await Promise.race(consumers.map(async (each) => each.until(() => has(100)(together()))));
      await Promise.all(consumers.map(async (each) => each.stop()));
      expect(new Set(together().map(({ value }) => value)).size).toBe(100);
    });

    it('consumes several topics', async () => {
      const other = `${topic}-other`;
      await bus.ensureTopic(other);
      await publish(some(4));
      await publish(some(4, 4), other);
      const consumer = consuming(bus, { group, topics: [topic, other] });
      const messages = await consumer.until(has(8));
      expect(new Set(messages.map((message) => message.topic))).toStrictEqual(new Set([topic, other]));
      await consumer.stop();
    });

    it('waits for the batch in hand when it is ended', async () => {
      await publish(some(1));
      const events: string[] = [];
      let begun = (): void => undefined;
      const started = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const consumer = consuming(bus, { group, topics: [topic] }, async () => {
        events.push('begun');
        begun();
        await new Promise((resolve) => setImmediate(resolve));
        events.push('done');
      });
      await started;
      await consumer.stop();
      expect(events.at(-1)).toBe('done');
    });
  });
}
