import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The values that a label may take: those listed, or the first so many that come. Any other is counted as `other`. */
export type LabelValues = readonly string[] | { readonly atMost: number };
export type Labels = Readonly<Record<string, LabelValues>>;
type ValueOf<Values extends LabelValues> = Values extends readonly string[] ? Values[number] : string;
type Given<L extends Labels> = { readonly [Name in keyof L]: ValueOf<L[Name]> };
/** No third argument where no label was declared. */
type LabelArguments<L extends Labels> = string extends keyof L ? [] : [labels: Given<L>];

export interface MetricOptions<L extends Labels> {
  /** Snake case, the unit last: `feed_messages_total`, `projection_lag_ms`. */
  readonly name: string;
  readonly help: string;
  readonly labels?: L;
}
export interface HistogramOptions<L extends Labels> extends MetricOptions<L> {
  /** Upper bounds in the unit of the name, ascending. */
  readonly buckets: readonly number[];
}
export interface GaugeOptions<L extends Labels> extends MetricOptions<L> {
  /** Asked at each reading, for a gauge without labels whose value lies elsewhere. */
  readonly read?: () => number;
}

export interface CountingMetric<L extends Labels> {
  add(by: number, ...labels: LabelArguments<L>): void;
}
export interface GaugingMetric<L extends Labels> {
  set(value: number, ...labels: LabelArguments<L>): void;
}
export interface ObservingMetric<L extends Labels> {
  observe(value: number, ...labels: LabelArguments<L>): void;
}

/**
 * The metrics of one process. Asking again for a name gives the metric that exists, so that two services of a process may
 * share one; the same name with another kind or other labels throws. Labels never hold anything of a patient.
 */
export interface Metrics {
  counter<const L extends Labels = Labels>(options: MetricOptions<L>): CountingMetric<L>;
  gauge<const L extends Labels = Labels>(options: GaugeOptions<L>): GaugingMetric<L>;
  histogram<const L extends Labels = Labels>(options: HistogramOptions<L>): ObservingMetric<L>;
  /**
   * Done before each reading, to set gauges with labels whose values lie elsewhere; again under a name takes the place of what
   * was there. One that fails, or takes more than a second, leaves its gauges as they were: a reading is answered in any case.
   */
  beforeReading(name: string, update: () => void | Promise<void>): void;
  /** Everything in the Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const OTHER = 'other';
const UPDATED_WITHIN_MS = 1000;

/** Keeps each label within its bound, whatever is given. */
function bounding(labels: Labels): (given: readonly object[]) => Record<string, string> {
  const bounds = Object.entries(labels).map(([name, values]) => {
    const known = new Set('atMost' in values ? [] : values);
    const room = 'atMost' in values ? values.atMost : known.size;
    return { name, known, room };
  });
  return (given) => {
    const told = new Map(given.flatMap((one) => Object.entries(one)).map(([name, value]) => [name, String(value)]));
    return Object.fromEntries(
      bounds.map(({ name, known, room }) => {
        const value = told.get(name) ?? OTHER;
        if (known.size < room) known.add(value);
        return [name, known.has(value) ? value : OTHER];
      }),
    );
  };
}

/** Waits for all of them, but no longer than that. */
async function updated(updates: Iterable<() => void | Promise<void>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, UPDATED_WITHIN_MS);
  });
  const all = Promise.allSettled([...updates].map(async (update) => update()));
  await Promise.race([all, late]).finally(() => clearTimeout(timer));
}

/** Metrics of a registry of their own. `processMetrics` adds those of Node: memory, event loop, garbage collection. */
export function createMetrics({ processMetrics = false } = {}): Metrics {
  const registry = new Registry();
  if (processMetrics) collectDefaultMetrics({ register: registry });
  const made = new Map<string, { readonly shape: string; readonly metric: unknown }>();
  const updates = new Map<string, () => void | Promise<void>>();

  function once<T extends object>(kind: string, { name, labels = {} }: MetricOptions<Labels>, make: () => T): T {
    const shape = JSON.stringify([kind, labels]);
    const known = made.get(name);
    if (known && known.shape !== shape) throw new Error(`The metric ${name} exists with another kind or other labels.`);
    const metric = known ? (known.metric as T) : make();
    if (!known) made.set(name, { shape, metric });
    return metric;
  }
  const base = ({ name, help, labels = {} }: MetricOptions<Labels>) => ({
    name,
    help,
    labelNames: Object.keys(labels),
    registers: [registry],
  });

  return {
    counter: (options) =>
      once('counter', options, () => {
        const [counter, bound] = [new Counter(base(options)), bounding(options.labels ?? {})];
        return { add: (by, ...given) => counter.inc(bound(given), by) };
      }),
    gauge: (options) =>
      once('gauge', options, () => {
        const { read } = options;
        const collect = read && { collect: (): void => gauge.set(read()) };
        const gauge: Gauge = new Gauge({ ...base(options), ...collect });
        const bound = bounding(options.labels ?? {});
        return { set: (value, ...given) => gauge.set(bound(given), value) };
      }),
    histogram: (options) =>
      once('histogram', options, () => {
        const histogram = new Histogram({ ...base(options), buckets: [...options.buckets] });
        const bound = bounding(options.labels ?? {});
        return { observe: (value, ...given) => histogram.observe(bound(given), value) };
      }),
    beforeReading: (name, update) => void updates.set(name, update),
    async text() {
      await updated(updates.values());
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
