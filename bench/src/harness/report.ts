import type { Measured } from './interleave';

/** `correct` and `ratio` fail a run that does not hold; a `target` is an absolute time of one machine, and is only told. */
export interface Check {
  readonly kind: 'correct' | 'ratio' | 'target';
  readonly what: string;
  readonly measured: string;
  readonly holds: boolean;
}

export type Cell = string | number | undefined;

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  readonly notes: readonly string[];
}

export interface SuiteReport {
  readonly suite: string;
  readonly what: string;
  readonly tables: readonly Table[];
  readonly checks: readonly Check[];
  /** What was not measured, and why. */
  readonly skipped: readonly string[];
  readonly seconds: number;
}

/** What a suite has to say, gathered while it runs. */
export interface Telling {
  table(table: Omit<Table, 'notes'> & { readonly notes?: readonly string[] }): void;
  /** A table of contenders; every verdict becomes a check. `beside`: the one that the others are compared with. */
  contest(title: string, measured: readonly Measured[], beside: string): void;
  check(check: Check): void;
  skip(reason: string): void;
}

export function createTelling() {
  const tables: Table[] = [];
  const checks: Check[] = [];
  const skipped: string[] = [];
  const telling: Telling = {
    table: ({ notes = [], ...table }) => void tables.push({ ...table, notes }),
    check: (check) => void checks.push(check),
    skip: (reason) => void skipped.push(reason),
    contest(title, measured, beside) {
      tables.push(contestTable(title, measured, beside));
      for (const { contender, verdict } of measured)
        if (verdict.of > 0) checks.push(verdictCheck(title, contender, verdict));
    },
  };
  return { telling, told: () => ({ tables, checks, skipped }) };
}

const verdictCheck = (
  title: string,
  { name, peer = false }: Measured['contender'],
  { wrong, of, such }: Measured['verdict'],
): Check => ({
  kind: peer ? 'target' : 'correct',
  what: `${title}: ${name}`,
  measured: wrong === 0 ? `${of} right` : `WRONG: ${wrong} of ${of}${such === undefined ? '' : `, such as ${such}`}`,
  holds: wrong === 0,
});

const COLUMNS = ['', 'a second', 'best', 'µs each', 'min', 'CPU µs', 'p50 ms', 'p99 ms', 'p99.9 ms', 'ratio'];

function contestTable(title: string, measured: readonly Measured[], beside: string): Table {
  const base = measured.find(({ contender }) => contender.name === beside)?.summary?.rate.median;
  return {
    title,
    columns: COLUMNS,
    rows: measured.map(({ contender, verdict, summary }) => {
      if (!summary) return [contender.name, `WRONG: ${verdict.wrong} of ${verdict.of}`];
      const { rate, microseconds, cpuUsPerOperation, latencyMs } = summary;
      return [
        contender.name,
        ...[rate.median, rate.best, microseconds.median, microseconds.min, cpuUsPerOperation],
        ...[latencyMs?.p50, latencyMs?.p99, latencyMs?.p999],
        base === undefined ? undefined : rate.median / base,
      ];
    }),
    notes: [
      `ratio: of its rate to that of “${beside}” in the same run`,
      ...measured.flatMap(({ contender: { name, label } }) => (label === undefined ? [] : [`${name}: ${label}`])),
    ],
  };
}
