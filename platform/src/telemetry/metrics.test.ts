import { createMetrics } from './metrics';

async function samples(metrics: ReturnType<typeof createMetrics>): Promise<string[]> {
  return (await metrics.text()).split('\n').filter((line) => line && !line.startsWith('#'));
}

it('counts by labels that are listed, and anything else as other', async () => {
  const metrics = createMetrics();
  const received = metrics.counter({
    name: 'messages_total',
    help: 'Messages received.',
    labels: { outcome: ['applied', 'held'] },
  });
  received.add(2, { outcome: 'applied' });
  // @ts-expect-error a value that is not listed does not compile
  received.add(1, { outcome: '9990000018' });
  expect(await samples(metrics)).toStrictEqual([
    'messages_total{outcome="applied"} 2',
    'messages_total{outcome="other"} 1',
  ]);
});

it('takes the first so many values of an open label', async () => {
  const metrics = createMetrics();
  const gauge = metrics.gauge({ name: 'lanes', help: 'Lanes.', labels: { partner: { atMost: 2 } } });
  for (const partner of ['a', 'b', 'c', 'a']) gauge.set(1, { partner });
  expect(await samples(metrics)).toStrictEqual([
    'lanes{partner="a"} 1',
    'lanes{partner="b"} 1',
    'lanes{partner="other"} 1',
  ]);
});

it('gives the same metric to who asks again, and refuses another shape under its name', async () => {
  const metrics = createMetrics();
  metrics.counter({ name: 'starts_total', help: 'Starts.' }).add(1);
  metrics.counter({ name: 'starts_total', help: 'Starts.' }).add(1);
  expect(await samples(metrics)).toStrictEqual(['starts_total 2']);
  expect(() => metrics.gauge({ name: 'starts_total', help: 'Starts.' })).toThrow('starts_total exists');
});

it('observes into buckets and reads gauges when asked', async () => {
  const metrics = createMetrics();
  metrics.histogram({ name: 'answer_ms', help: 'Answers.', buckets: [1, 10] }).observe(5);
  let queued = 1;
  metrics.gauge({ name: 'queued', help: 'Waiting.', read: () => queued });
  queued = 7;
  expect(await samples(metrics)).toStrictEqual([
    'answer_ms_bucket{le="1"} 0',
    'answer_ms_bucket{le="10"} 1',
    'answer_ms_bucket{le="+Inf"} 1',
    'answer_ms_sum 5',
    'answer_ms_count 1',
    'queued 7',
  ]);
});

it('keeps the registries of two processes, or tests, apart', async () => {
  createMetrics().counter({ name: 'x_total', help: 'X.' }).add(1);
  expect(await samples(createMetrics())).toStrictEqual([]);
  expect(await createMetrics({ processMetrics: true }).text()).toContain('process_resident_memory_bytes');
});

it('sets gauges before each reading, and answers whatever becomes of that', async () => {
  const metrics = createMetrics();
  const free = metrics.gauge({ name: 'free_bytes', help: 'Free.', labels: { file: ['a'] } });
  let bytes = 1;
  metrics.beforeReading('free', () => free.set(99, { file: 'a' }));
  metrics.beforeReading('free', () => free.set(bytes, { file: 'a' }));
  metrics.beforeReading('broken', () => Promise.reject(new Error('The disk is away.')));
  metrics.beforeReading('silent', () => new Promise(() => undefined));
  bytes = 2;
  expect(await samples(metrics)).toStrictEqual(['free_bytes{file="a"} 2']);
});
