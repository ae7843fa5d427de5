/** Rows by id that never change: setting one gives another table, and copies a sixty-fourth of the rows, not all. */
export interface Table<Row> {
  readonly size: number;
  get(id: string): Row | undefined;
  has(id: string): boolean;
  with(id: string, row: Row): Table<Row>;
  without(id: string): Table<Row>;
  /** Ordered by id, so that the same rows always come in the same order. */
  entries(): readonly (readonly [string, Row])[];
  rows(): Row[];
  /** In no order that means anything, for whoever looks at each. */
  unordered(): Iterable<Row>;
  /** How the rows are kept: what two tables share is the same in both. */
  readonly buckets: Buckets<Row>;
}

type Bucket<Row> = ReadonlyMap<string, Row>;
type Buckets<Row> = readonly (Bucket<Row> | undefined)[];

const BUCKETS = 64;

function bucketOf(id: string): number {
  let hash = 0;
  for (let index = 0; index < id.length; index++) hash = (hash * 31 + id.charCodeAt(index)) | 0;
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1);
}

function replaced<Row>(buckets: Buckets<Row>, at: number, bucket: Bucket<Row> | undefined): Buckets<Row> {
  const copy = buckets.slice();
  copy[at] = bucket;
  return copy;
}

function tableOf<Row>(buckets: Buckets<Row>, size: number): Table<Row> {
  let ordered: readonly (readonly [string, Row])[] | undefined;
  const entries = () =>
    (ordered ??= buckets
      .flatMap((bucket) => (bucket === undefined ? [] : [...bucket]))
      .sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    ...{ size, buckets },
    get: (id) => buckets[bucketOf(id)]?.get(id),
    has: (id) => buckets[bucketOf(id)]?.has(id) ?? false,
    with(id, row) {
      const at = bucketOf(id);
      const bucket = new Map(buckets[at]);
      const grown = bucket.has(id) ? size : size + 1;
      return tableOf(replaced(buckets, at, bucket.set(id, row)), grown);
    },
    without(id) {
      const at = bucketOf(id);
      const bucket = new Map(buckets[at]);
      if (!bucket.delete(id)) return this;
      return tableOf(replaced(buckets, at, bucket), size - 1);
    },
    entries,
    rows: () => entries().map(([, row]) => row),
    *unordered() {
      for (const bucket of buckets) if (bucket !== undefined) yield* bucket.values();
    },
  };
}

/** Ids of the rows that are not the same in both, or in one alone. Costs what has changed. */
export function changedIds<Row>(before: Table<Row>, now: Table<Row>): string[] {
  return now.buckets.flatMap((bucket, at) => {
    const old = before.buckets[at];
    if (bucket === old) return [];
    const ids = new Set([...(old?.keys() ?? []), ...(bucket?.keys() ?? [])]);
    return [...ids].filter((id) => old?.get(id) !== bucket?.get(id));
  });
}

export const emptyTable = <Row>(): Table<Row> =>
  tableOf<Row>(
    Array.from({ length: BUCKETS }, () => undefined),
    0,
  );
