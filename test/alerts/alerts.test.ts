import { openTestEngines } from '@flow/platform/engines/testing';
import { startConsumer } from '@flow/platform/running/consumer';
import { silentLog } from '@flow/platform/telemetry/log';
import { createMetrics } from '@flow/platform/telemetry/metrics';
import { productFiles } from '../boundaries/source-files';
import { admissions } from '../product/adt';
import { newFolder, removeFolder, startHere } from '../product/product-here';
import { alertRules, explained, metricsIn, testedAlerts } from './rules';

/** Prometheus' own, about its scrape. */
const NOT_OURS = new Set(['up']);
/** Told where a collector of traces is configured, and where the bus is Kafka. */
const WHEN_CONFIGURED = new Set(['tracing_spans_total', 'bus_consumer_restarts_total']);
/** As Node's client for Prometheus names them. */
const NODES = /^(process|nodejs)_/;

/** Every series that a text of metrics names, and every metric that it declares, with a value or without. */
function namesIn(text: string): { readonly series: ReadonlySet<string>; readonly metrics: readonly string[] } {
  const metrics = [...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name = '']) => name);
  const series = [...text.matchAll(/^(\w+)(?:\{.*\})? /gm)].map(([, name = '']) => name);
  return { metrics, series: new Set([...series, ...metrics]) };
}

/** What the whole product tells after some messages. */
async function productMetrics(): Promise<string> {
  const folder = await newFolder();
  const product = await startHere(folder);
  try {
    await product.tell(...admissions(2));
    await product.settled();
    return await (await fetch(`${product.http}/metrics`)).text();
  } finally {
    await product.stop();
    await removeFolder(folder);
  }
}

/** No service consumes public events yet; whichever does tells this. */
async function consumerMetrics(): Promise<string> {
  const engines = await openTestEngines({ hostile: false });
  const metrics = createMetrics();
  const { bus, documents } = engines;
  await bus.ensureTopic('beds');
  const consumer = await startConsumer({
    ...{ group: 'g', topics: ['beds'], bus, documents, metrics, log: silentLog },
    handle: async () => 'done',
  });
  const text = await metrics.text();
  await consumer.stop();
  await engines.close();
  return text;
}

it('every metric in a rule is told by the product, and every one that it tells is explained', async () => {
  const { series, metrics } = namesIn(`${await productMetrics()}\n${await consumerMetrics()}`);
  const unknown = alertRules().flatMap(({ name, metrics: used }) =>
    used.filter((metric) => !NOT_OURS.has(metric) && !series.has(metric)).map((metric) => `${name}: ${metric}`),
  );
  expect(unknown).toStrictEqual([]);
  const { metrics: told } = explained();
  expect(metrics.filter((metric) => !NODES.test(metric) && !told.has(metric))).toStrictEqual([]);
  expect([...told].filter((metric) => !series.has(metric) && !WHEN_CONFIGURED.has(metric))).toStrictEqual([]);
});

it('every metric that the program declares is explained, also one that only other engines tell', () => {
  const calls = productFiles().flatMap(({ path, text }) =>
    [...text.matchAll(/\bmetrics\??\.(?:counter|gauge|histogram)\(([^;]{0,60})/g)].map(([, asked = '']) => {
      const name = /^\{\s*name: '([a-z_]+)'/.exec(asked)?.[1];
      return name ?? `${path} declares one whose name does not stand in the call`;
    }),
  );
  expect(calls.length).toBeGreaterThan(30);
  const { metrics: told } = explained();
  expect(calls.filter((name) => !told.has(name))).toStrictEqual([]);
});

it('every alert is tested to fire, and has a section that says what to do', () => {
  const names = alertRules().map(({ name }) => name);
  expect(names.length).toBeGreaterThan(25);
  expect(names.filter((name) => !testedAlerts().has(name))).toStrictEqual([]);
  expect(explained().alerts).toStrictEqual(names);
});

it('finds the metrics of an expression', () => {
  expect(metricsIn('max by (part) (lag_ms{part!~"a|b"}) > 3e9 and rate(x_total[5m] offset 1m) > y')).toStrictEqual([
    'lag_ms',
    'x_total',
    'y',
  ]);
});
