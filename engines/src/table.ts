/** One engine, as the table shows it. */
export interface Row {
  readonly name: string;
  /** What is really run. */
  readonly what: string;
  readonly url: string;
  readonly data: string;
  readonly log: string;
}

const HEAD: Row = { name: 'engine', what: 'what is run', url: 'url', data: 'data', log: 'log' };

/** The rows under their head, columns aligned, one line each. */
export function tableOf(rows: readonly Row[]): readonly string[] {
  const all = [HEAD, ...rows].map(({ name, what, url, data, log }) => [name, what, url, data, log]);
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  return all.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
