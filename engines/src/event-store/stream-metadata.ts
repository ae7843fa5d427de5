import type { Proposed } from './records';

/** What `$$<stream>` says about a stream. */
export interface StreamMetadata {
  /** Events before this revision are not read. */
  readonly truncateBefore: number;
  readonly maxCount: number | undefined;
  /** All that the last metadata event holds, to be kept when one field is set. */
  readonly all: Readonly<Record<string, unknown>>;
}

/** The truncation that means "deleted, softly": the largest 64-bit number, which is written as text since JSON has no such. */
export const DELETED_JSON = '9223372036854775807';
const DELETED = Number(DELETED_JSON);

export const NO_METADATA: StreamMetadata = { truncateBefore: 0, maxCount: undefined, all: {} };

export const isDeleted = ({ truncateBefore }: StreamMetadata): boolean => truncateBefore >= DELETED;

const numberOr = <Other>(value: unknown, other: Other): number | Other => (typeof value === 'number' ? value : other);

/** Reads a metadata event. What is no JSON object says nothing. */
export function metadataOf({ data }: Pick<Proposed, 'data'>): StreamMetadata {
  const all = JSON.parse(data.toString('utf8') || '{}') as Readonly<Record<string, unknown>>;
  return { truncateBefore: numberOr(all['$tb'], 0), maxCount: numberOr(all['$maxCount'], undefined), all };
}

/** The data of a metadata event with that truncation and the rest as it was. */
export function truncatedAt({ all }: StreamMetadata, truncateBefore: string): Buffer {
  const fields = Object.entries(all)
    .filter(([name]) => name !== '$tb')
    .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
  return Buffer.from(`{${[...fields, `"$tb":${truncateBefore}`].join(',')}}`);
}

/** The first revision that is read of a stream whose last is `last`. */
export const firstVisible = ({ truncateBefore, maxCount }: StreamMetadata, last: number): number =>
  Math.max(truncateBefore, maxCount === undefined ? 0 : last - maxCount + 1);
