import type { Engines } from '../engines/engines';
import { openTestEngines } from '../engines/testing';
import { EngineUnavailable } from '../event-store/errors';
import { certainly } from '../event-store/testing';
import { silentLog } from '../telemetry/log';
import { createMetrics } from '../telemetry/metrics';
import { instant } from '../time/instant';
import type { CloudEvent } from './cloud-event';
import { startConsumer, type ConsumerOptions, type RunningConsumer } from './consumer';
import { until } from './testing';

const eventOf = (subject: string, revision: number, previous: number | null): CloudEvent => ({
  specversion: '1.0',
  type: 'uk.nhs.patientflow.things.thing-happened.v1',
  id: `${subject}-${revision}`,
  source: '/trusts/RXX/things',
  subject,
  time: instant('2026-01-05T09:30:00.000Z'),
  datacontenttype: 'application/json',
  revision,
  previous,
  correlationid: 'c',
  data: {},
});

describe.each([
  ['plain', false],
  ['hostile', { seed: 9 }],
] as const)('a consumer on %s engines', (_, hostile) => {
  let engines: Engines;
  let consumer: RunningConsumer | undefined;
  let metrics = createMetrics();
  beforeEach(async () => {
    metrics = createMetrics();
    engines = await openTestEngines({ hostile });
    await certainly(async () => engines.bus.ensureTopic('things'));
  });
  afterEach(async () => {
    await consumer?.stop();
    await engines.close();
  });

  async function start(handle: ConsumerOptions['handle'], over: Partial<ConsumerOptions> = {}) {
    consumer = await startConsumer({
      ...{ group: 'g', bus: engines.bus, documents: engines.documents, topics: ['things'], handle },
      ...{ log: silentLog, metrics, attempts: 3, retryEveryMs: 50 },
      ...over,
    });
    return consumer;
  }
  const send = async (...values: readonly (CloudEvent | string)[]) =>
    certainly(async () =>
      engines.bus.publish(
        'things',
        values.map((value) =>
          typeof value === 'string'
            ? { key: 'x', value, headers: {} }
            : { key: value.subject, value: JSON.stringify(value), headers: {} },
        ),
      ),
    );
  const inOrder = (handled: readonly string[]): readonly string[] => [...new Set(handled)];

  it('hands on each event in order, and skips what it has', async () => {
    const handled: string[] = [];
    await start(async ({ id }) => {
      handled.push(id);
      return 'done';
    });
    await send(eventOf('a', 0, null), eventOf('a', 2, 0), eventOf('b', 5, null));
    await send(eventOf('a', 2, 0), eventOf('a', 0, null), eventOf('a', 3, 2));
    await until(() => handled.includes('a-3') && handled.includes('b-5'));
    expect(inOrder(handled).filter((id) => id.startsWith('a'))).toStrictEqual(['a-0', 'a-2', 'a-3']);
    expect(await metrics.text()).not.toContain('consumer_gaps_total{group="g"}');
  });

  it('notices what is missing, and goes on from the state that its owner gave', async () => {
    const handled: string[] = [];
    const gaps: (number | undefined)[] = [];
    await start(
      async ({ id }) => {
        handled.push(id);
        return 'done';
      },
      {
        async onGap(event, have) {
          gaps.push(have);
          return Promise.resolve(event.revision + 1);
        },
      },
    );
    await send(eventOf('a', 0, null), eventOf('a', 4, 3), eventOf('a', 5, 4), eventOf('a', 6, 5));
    await until(() => handled.includes('a-6'));
    expect(inOrder(handled)).toStrictEqual(['a-0', 'a-6']);
    expect(new Set(gaps)).toStrictEqual(new Set([0]));
    expect(await metrics.text()).toMatch(/consumer_gaps_total\{group="g"\} [1-9]/);
  });

  it('tells of a gap for as long as nobody makes it up, and how many wait for that', async () => {
    let isAway = true;
    const handled: string[] = [];
    await start(
      async ({ id }) => {
        handled.push(id);
        return 'done';
      },
      {
        async onGap() {
          if (isAway) throw new Error('The owner is away.');
          return Promise.resolve(undefined);
        },
      },
    );
    await send(eventOf('a', 4, 3));
    await until(async () => (await metrics.text()).includes('consumer_parked_events{group="g"} 1'));
    expect(await metrics.text()).toContain('consumer_gaps_open{group="g"} 1');
    isAway = false;
    await until(async () => (await metrics.text()).includes('consumer_parked_events{group="g"} 0'));
    expect(handled).toStrictEqual(['a-4']);
    expect(await metrics.text()).toContain('consumer_gaps_open{group="g"} 0');
  });

  it('counts what it does not know, and finds no gap after it', async () => {
    await start(async () => 'skipped');
    await send(eventOf('a', 0, null), eventOf('a', 1, 0));
    await until(async () => /outcome="skipped"\} [2-9]/.test(await metrics.text()));
    expect(await metrics.text()).not.toContain('consumer_gaps_total{group="g"}');
  });

  it('parks what cannot be handled and what is behind it, and goes on with the others', async () => {
    const handled: string[] = [];
    let healed = false;
    const running = await start(async ({ id }) => {
      if (id === 'a-1' && !healed) throw new EngineUnavailable('a test');
      handled.push(id);
      return 'done';
    });
    await send(eventOf('a', 0, null), eventOf('a', 1, 0), eventOf('a', 2, 1), eventOf('b', 0, null));
    await until(async () => (await running.parked()) === 2 && handled.includes('b-0'));
    expect(handled).not.toContain('a-2');
    healed = true;
    await until(() => handled.includes('a-2'));
    expect(inOrder(handled).filter((id) => id.startsWith('a'))).toStrictEqual(['a-0', 'a-1', 'a-2']);
    await until(async () => (await running.parked()) === 0);
  });

  it('parks what is no public event, without its text', async () => {
    const running = await start(async () => 'done');
    await send('no JSON');
    await until(async () => (await running.parked()) === 1);
    const held = await engines.documents.collection<{ _id: string }>('parked-events', []);
    expect(JSON.stringify(await held.find({}, { limit: 10 }))).not.toContain('no JSON');
  });
});
