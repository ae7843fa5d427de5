import { randomUUID } from 'node:crypto';
import type { KafkaBus } from '@flow/platform/bus/kafka/kafka-bus';
import { consuming, sampleMessage } from '@flow/platform/bus/testing';
import { openTestEngines } from '@flow/platform/engines/testing';
import { EngineUnavailable, OutcomeUnknown } from '@flow/platform/event-store/errors';
import { certainly } from '@flow/platform/event-store/testing';
import { BusRefuses } from '@flow/platform/bus/bus-refuses';
import { startConsumer } from '@flow/platform/running/consumer';
import { until } from '@flow/platform/running/testing';
import { silentLog } from '@flow/platform/telemetry/log';
import { recordingLog } from '@flow/platform/telemetry/testing';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { firstComings, startLoad, wholeOrder, type Load } from './kafka-load';
import { startKafka, type RunningKafka } from './running-kafka';
import { insistently } from './running-stand-in';

let kafka: RunningKafka;
let bus: KafkaBus;
let topic: string;
let load: Load | undefined;
beforeAll(async () => {
  kafka = await startKafka();
});
afterAll(async () => kafka.remove());
beforeEach(async () => {
  topic = `t-${randomUUID()}`;
  bus = kafka.bus();
  // A broker that is busy may not know yet what it has just made.
  await insistently(async () => bus.ensureTopic(topic));
});
afterEach(async () => {
  await load?.stop();
  await bus.close();
});

const group = () => `g-${randomUUID()}`;

it('loses nothing and keeps the order of each key while its broker is killed three times', async () => {
  const engines = await openTestEngines();
  const handled = new Map<string, number[]>();
  let count = 0;
  const consumer = await startConsumer({
    ...{ group: group(), bus, documents: engines.documents, topics: [topic], log: silentLog },
    metrics: createMetrics(),
    handle: async ({ subject, revision }) => {
      handled.set(subject, [...(handled.get(subject) ?? []), revision]);
      count += 1;
      return 'done';
    },
  });
  const plain = consuming(bus, { group: group(), topics: [topic] });
  load = startLoad(bus, topic, () => Math.min(count, plain.messages.length));
  for (let kill = 0; kill < 3; kill += 1) {
    const before = count;
    await until(() => count > before + 400);
    await kafka.killAndRestart();
  }
  const before = count;
  await until(() => count > before + 200);
  const expected = wholeOrder(await load.stop());
  const total = [...expected.values()].flat().length;
  await until(() => count >= total && plain.messages.length >= total);
  await until(() => [...firstComings(plain.messages).values()].flat().length >= total);
  expect(firstComings(plain.messages)).toStrictEqual(expected);
  // Each once, however often it came: what came again is known by its revision.
  expect(handled).toStrictEqual(expected);
  await Promise.all([plain.stop(), consumer.stop()]);
  await engines.close();
});

it('says that it does not know while the broker is stopped, and goes on when it wakes up', async () => {
  const hasty = kafka.bus({ timings: { requestMs: 1000, connectMs: 1000, publishMs: 2500, callMs: 2500 } });
  const plain = consuming(bus, { group: group(), topics: [topic] });
  await certainly(async () => hasty.publish(topic, [sampleMessage('a', '1')]));
  await plain.until(({ length }) => length === 1);
  await hasty.answers();
  kafka.signal('SIGSTOP');
  try {
    await expect(hasty.answers()).rejects.toThrow(EngineUnavailable);
    await expect(hasty.publish(topic, [sampleMessage('a', '2')])).rejects.toThrow(OutcomeUnknown);
    await expect(hasty.publish(topic, [sampleMessage('a', '2')])).rejects.toThrow(EngineUnavailable);
    await expect(hasty.ensureTopic(`t-${randomUUID()}`)).rejects.toThrow(EngineUnavailable);
  } finally {
    kafka.signal('SIGCONT');
  }
  await hasty.answers();
  const added = startLoad(hasty, topic);
  load = added;
  await until(() => added.count() > 100);
  const expected = wholeOrder(await added.stop());
  await until(() =>
    [...expected].every(([key, { length }]) => firstComings(plain.messages).get(key)?.length === length),
  );
  for (const [key, revisions] of expected) expect(firstComings(plain.messages).get(key)).toStrictEqual(revisions);
  await plain.stop();
  await hasty.close();
});

it('says what to do where more copies are asked for than there are brokers', async () => {
  const { log, lines } = recordingLog();
  const asking = kafka.bus({ copies: 3, log });
  const wanted = `t-${randomUUID()}`;
  await asking.answers();
  await expect(asking.ensureTopic(wanted)).rejects.toThrow(EngineUnavailable);
  await expect(asking.ensureTopic(wanted)).rejects.toThrow(EngineUnavailable);
  expect(lines.filter(({ level }) => level === 'error')).toStrictEqual([
    {
      level: 'error',
      topic: wanted,
      code: 'INVALID_REPLICATION_FACTOR',
      msg: expect.stringContaining('KAFKA_COPIES') as unknown,
    },
  ]);
  await expect(asking.answers()).rejects.toThrow(BusRefuses);
  // Somebody else has made it meanwhile.
  await insistently(async () => bus.ensureTopic(wanted));
  await insistently(async () => asking.ensureTopic(wanted));
  await asking.answers();
  await asking.close();
});

it('replaces a consumer that has fallen silent', async () => {
  const metrics = createMetrics();
  const watched = kafka.bus({ metrics, timings: { silentMs: 1000, requestMs: 10_000, closeMs: 2000 } });
  const plain = consuming(watched, { group: group(), topics: [topic] });
  await certainly(async () => bus.publish(topic, [sampleMessage('a', '1')]));
  await plain.until(({ length }) => length === 1);
  kafka.signal('SIGSTOP');
  try {
    await until(async () => /bus_consumer_restarts_total\{cause="silence"\} [1-9]/.test(await metrics.text()));
  } finally {
    kafka.signal('SIGCONT');
  }
  await certainly(async () => bus.publish(topic, [sampleMessage('a', '2')]));
  await plain.until((messages) => messages.some(({ value }) => value === '2'));
  await plain.stop();
  await watched.close();
});

it('lets a batch that is not handled hold up its own partition alone, and gives it again', async () => {
  let isWell = false;
  const plain = consuming(bus, { group: group(), topics: [topic] }, async (batch) => {
    if (!isWell && batch.some(({ key }) => key === 'thing-3')) throw new Error('Not now.');
  });
  const added = startLoad(bus, topic);
  load = added;
  await until(() => added.count() > 400);
  const expected = wholeOrder(await added.stop());
  const lengthOf = (key: string) => firstComings(plain.messages).get(key)?.length ?? 0;
  await until(() => lengthOf('thing-0') === expected.get('thing-0')?.length);
  expect(lengthOf('thing-3')).toBe(0);
  isWell = true;
  await until(() => [...expected].every(([key, { length }]) => lengthOf(key) === length));
  expect(firstComings(plain.messages)).toStrictEqual(expected);
  await plain.stop();
});

it('closes within its time while the broker is away', async () => {
  const leaving = kafka.bus({
    timings: { requestMs: 1000, connectMs: 1000, publishMs: 1500, callMs: 1500, closeMs: 1500 },
  });
  const consumer = consuming(leaving, { group: group(), topics: [topic] });
  await certainly(async () => leaving.publish(topic, [sampleMessage('a', '1')]));
  await consumer.until(({ length }) => length === 1);
  kafka.signal('SIGSTOP');
  try {
    const lost = expect(leaving.publish(topic, [sampleMessage('a', '2')])).rejects.toThrow();
    await leaving.close();
    await lost;
    await consumer.stop();
  } finally {
    kafka.signal('SIGCONT');
  }
});
