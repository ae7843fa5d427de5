import type { Cell, Check, SuiteReport, Table } from './report';

/** Three figures that mean something; thousands apart. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-GB');
  return String(Number(value.toPrecision(3)));
}

const textOf = (cell: Cell): string => (typeof cell === 'number' ? number(cell) : (cell ?? ''));

/** A table of Markdown that can also be read on a terminal. */
export function drawTable({ title, columns, rows, notes }: Table): string {
  const texts = rows.map((row) => columns.map((_, index) => textOf(row[index])));
  const widths = columns.map((name, index) => Math.max(3, name.length, ...texts.map((row) => row[index]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [
    `### ${title}`,
    '',
    line(columns),
    rule,
    ...texts.map(line),
    ...notes.flatMap((note) => ['', `${note}.`]),
    '',
  ].join('\n');
}

const verdictOf = ({ kind, holds }: Check): string => {
  if (kind === 'target') return holds ? 'met' : 'MISSED';
  return holds ? 'holds' : 'FAILED';
};

const drawCheck = (check: Check): string => `- ${verdictOf(check)} (${check.kind}): ${check.what}: ${check.measured}`;

export const drawSuite = ({ suite, what, tables, checks, skipped, seconds }: SuiteReport): string =>
  [
    `## ${suite}: ${what} (${seconds.toFixed(0)} s)`,
    '',
    ...tables.map(drawTable),
    ...checks.map(drawCheck),
    ...skipped.map((reason) => `- skipped: ${reason}`),
    '',
  ].join('\n');

/** Whether the run may be called good: missed targets are told, and no more. */
export const isGood = (reports: readonly SuiteReport[]): boolean =>
  reports.every(({ checks }) => checks.every(({ kind, holds }) => holds || kind === 'target'));
