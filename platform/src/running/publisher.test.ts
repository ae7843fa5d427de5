import { UnknownEventType } from '../decider/event-codec';
import { consuming } from '../bus/testing';
import type { Bus } from '../bus/bus';
import type { Engines } from '../engines/engines';
import { openTestEngines } from '../engines/testing';
import { EngineUnavailable } from '../event-store/errors';
import type { RecordedEvent } from '../event-store/event-store';
import { silentLog } from '../telemetry/log';
import { createMetrics } from '../telemetry/metrics';
import { OperatorError } from '../values/operator-error';
import { parseCloudEvent, type CloudEvent, type PublicEvent } from './cloud-event';
import { startPublisher } from './publisher';
import type { Running } from './running';
import { createWriter, until } from './testing';

/** Every third event is nobody else's business. */
function told({ stream, type, data }: RecordedEvent): PublicEvent | undefined {
  if (type !== 'thing-happened.v1') throw new UnknownEventType(type);
  if (Number(data['index']) % 3 === 2) return undefined;
  return {
    type: 'uk.nhs.patientflow.things.thing-happened.v1',
    source: '/trusts/RXX/things',
    subject: stream.slice('thing-'.length),
    data: { index: Number(data['index']) },
  };
}

describe.each([
  ['plain', false],
  ['hostile', { seed: 5 }],
] as const)('a publisher on %s engines', (_, hostile) => {
  let engines: Engines;
  const running: Running[] = [];
  let groups = 0;
  beforeEach(async () => {
    engines = await openTestEngines({ hostile });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(async (one) => one.stop()));
    await engines.close();
  });

  async function start(bus: Bus = engines.bus, metrics = createMetrics()) {
    const publisher = await startPublisher({
      ...{ name: 'things', store: engines.events, bus, documents: engines.documents, topic: 'things' },
      ...{ prefixes: ['thing-'], map: told, instance: `i${running.length}`, log: silentLog },
      metrics,
      ttlMs: 400,
    });
    running.push(publisher);
    return publisher;
  }
  async function write(from: number, to: number, writer = createWriter(engines.events)) {
    for (let index = from; index < to; index += 1) await writer(`thing-${index % 4}`, { index });
    return writer;
  }
  /** Waits for all that ought to come of so many events; gives them without repeats, by subject. */
  async function published(count: number): Promise<Map<string, CloudEvent[]>> {
    const wanted = Array.from({ length: count }, (__, index) => index).filter((index) => index % 3 !== 2).length;
    const consumption = consuming(engines.bus, { group: `g${(groups += 1)}`, topics: ['things'] });
    const bySubject = new Map<string, CloudEvent[]>();
    await consumption.until((messages) => {
      bySubject.clear();
      for (const { value, key } of messages) {
        const event = parseCloudEvent(value)!;
        const known = bySubject.get(key) ?? [];
        if (!known.some(({ revision }) => revision >= event.revision)) bySubject.set(key, [...known, event]);
        else expect(known.map((one) => JSON.stringify(one))).toContain(value);
      }
      return [...bySubject.values()].flat().length === wanted;
    });
    await consumption.stop();
    return bySubject;
  }
  function expectUnbroken(bySubject: ReadonlyMap<string, readonly CloudEvent[]>): void {
    for (const events of bySubject.values()) {
      expect(events.map(({ previous }) => previous)).toStrictEqual([
        null,
        ...events.slice(0, -1).map(({ revision }) => revision),
      ]);
    }
  }

  it('tells of each event in order, with the one before', async () => {
    const writer = await write(0, 20);
    await start();
    await write(20, 40, writer);
    const bySubject = await published(40);
    expectUnbroken(bySubject);
    expect(bySubject.get('1')?.[0]).toMatchObject({
      specversion: '1.0',
      type: 'uk.nhs.patientflow.things.thing-happened.v1',
      source: '/trusts/RXX/things',
      subject: '1',
      time: '2026-01-05T09:30:00.000Z',
      data: { index: 1 },
      revision: 0,
      previous: null,
    });
  });

  it('says the same again after it died between the bus and its notes', async () => {
    const dead = new Error('killed');
    const writer = await write(0, 10);
    const dying = await start({
      ...engines.bus,
      async publish(topic, messages) {
        await engines.bus.publish(topic, messages).catch(() => undefined);
        throw dead;
      },
    });
    await until(() => !dying.readiness().ready);
    await dying.stop();
    await start();
    await write(10, 20, writer);
    expectUnbroken(await published(20));
  });

  it('goes on where another has stopped', async () => {
    const [first] = [await start(), await start()];
    const writer = await write(0, 12);
    expectUnbroken(await published(12));
    await first.stop();
    await write(12, 24, writer);
    expectUnbroken(await published(24));
  });

  it('shows that it is behind while its topic cannot be made, and goes on once it can', async () => {
    const metrics = createMetrics();
    let isRefused = true;
    await start(
      {
        ...engines.bus,
        async ensureTopic(topic) {
          if (isRefused) throw new EngineUnavailable(`topic ${topic}`);
          await engines.bus.ensureTopic(topic);
        },
      },
      metrics,
    );
    const behind = /^followed_lag_ms\{part="publisher\/things"\} [1-9]/m;
    await write(0, 12);
    await until(async () => behind.test(await metrics.text()));
    isRefused = false;
    expectUnbroken(await published(12));
    await until(async () => !behind.test(await metrics.text()));
  });

  it('stops at a topic that it cannot take, though there is nothing to publish', async () => {
    const ensureTopic = async (): Promise<void> => Promise.reject(new OperatorError('It has 3 partitions.'));
    const publisher = await start({ ...engines.bus, ensureTopic });
    await until(() => !publisher.readiness().ready);
  });

  it('stops at an event that it does not know', async () => {
    const publisher = await start();
    await createWriter(engines.events)('thing-1', {}, 'thing-turned.v9');
    await until(() => publisher.readiness().reason?.includes('newer version') ?? false);
  });
});
