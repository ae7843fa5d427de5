/** What one contender did in one round. */
export interface Sample {
  readonly operations: number;
  readonly wallMs: number;
  /** Microseconds of processor time, of the program that is measured alone; undefined where it cannot be told apart. */
  readonly cpuUs?: number;
  /** Of each operation, where they were timed one by one. */
  readonly latenciesMs?: readonly number[];
}

/** The rounds of one contender together. */
export interface Summary {
  readonly rounds: number;
  /** Operations a second. */
  readonly rate: { readonly median: number; readonly best: number };
  readonly microseconds: { readonly median: number; readonly min: number };
  readonly cpuUsPerOperation: number | undefined;
  /** Over every operation of every round. */
  readonly latencyMs: Percentiles | undefined;
}

export interface Percentiles {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  readonly count: number;
}

const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The value that this share of the others does not exceed (nearest rank). */
function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(sorted.length * share) - 1))] ?? NaN;
}

/** Undefined of nothing. */
export function percentilesOf(values: readonly number[]): Percentiles | undefined {
  if (values.length === 0) return undefined;
  const sorted = ascending(values);
  return {
    p50: at(sorted, 0.5),
    p99: at(sorted, 0.99),
    p999: at(sorted, 0.999),
    max: sorted.at(-1) ?? NaN,
    count: sorted.length,
  };
}

export function summaryOf(samples: readonly Sample[]): Summary {
  const rates = samples.map(({ operations, wallMs }) => (operations / wallMs) * 1000);
  const each = samples.map(({ operations, wallMs }) => (wallMs * 1000) / operations);
  const cpu = samples.flatMap(({ operations, cpuUs }) => (cpuUs === undefined ? [] : [cpuUs / operations]));
  return {
    rounds: samples.length,
    rate: { median: median(rates), best: Math.max(...rates) },
    microseconds: { median: median(each), min: Math.min(...each) },
    cpuUsPerOperation: cpu.length === 0 ? undefined : median(cpu),
    latencyMs: percentilesOf(samples.flatMap(({ latenciesMs = [] }) => latenciesMs)),
  };
}
