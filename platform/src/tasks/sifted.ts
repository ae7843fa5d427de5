/** How far one answer goes through rows that the asker may not see. */
export interface Bounds {
  readonly atOnce: number;
  readonly pages: number;
}

export interface Sifting<Row, Kept> {
  /** The rows after that one, in their order. */
  readonly next: (limit: number, after: Row | undefined) => Promise<readonly Row[]>;
  /** Undefined: not for this asker. */
  readonly keep: (row: Row) => Promise<Kept | undefined>;
  readonly wanted: number;
}

export interface Sifted<Row, Kept> {
  readonly kept: readonly Kept[];
  /** The last row that was looked at, where the search ended before the rows did. */
  readonly stoppedAt: Row | undefined;
}

/** The next rows that somebody may see of a list in which most may be other people's. */
export async function sifted<Row, Kept>(
  { next, keep, wanted }: Sifting<Row, Kept>,
  { atOnce, pages }: Bounds,
): Promise<Sifted<Row, Kept>> {
  const kept: Kept[] = [];
  let last: Row | undefined;
  for (let page = 0; page < pages; page += 1) {
    const rows = await next(atOnce, last);
    for (const row of rows) {
      last = row;
      const one = await keep(row);
      if (one !== undefined) kept.push(one);
      if (kept.length === wanted) return { kept, stoppedAt: row };
    }
    if (rows.length < atOnce) return { kept, stoppedAt: undefined };
  }
  return { kept, stoppedAt: last };
}
