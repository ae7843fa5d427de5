import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { PlaceRow } from '../../domain/partner/partner-config';
import { placeSchema } from './partner-schema';

/** A location map as it was read. Each fault names its line as an editor counts, the header being line 1. */
export interface PlaceTable {
  readonly rows: readonly PlaceRow[];
  readonly faults: readonly string[];
}

const COLUMNS = ['ward', 'bay', 'bed', 'facility', 'wardId', 'bayId', 'bedId'] as const;
const REQUIRED = ['ward', 'wardId'] as const;

const lines = z.array(z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) }));
const notATable = z.object({ message: z.string(), lines: z.number().optional() });

/** Reads the columns ward,bay,bed,facility,wardId,bayId,bedId in any order. An empty cell is an absent part. */
export function readPlaceTable(file: string, csv: string): PlaceTable {
  let header: readonly string[] = [];
  const columns = (names: string[]) => (header = names);
  try {
    const parsed: unknown = parse(csv, { columns, info: true, trim: true, skip_empty_lines: true, bom: true });
    const headerFaults = faultsOfHeader(file, header);
    if (headerFaults.length > 0) return { rows: [], faults: headerFaults };
    const table = placesIn(file, lines.parse(parsed));
    // A file caught half copied must not unmap every place.
    const isEmpty = table.rows.length === 0 && table.faults.length === 0;
    return isEmpty
      ? { rows: [], faults: [`${file} line 1: no place stands in it; name no map where there is none`] }
      : table;
  } catch (cause) {
    const { message, lines: line = 1 } = notATable.parse(cause);
    return { rows: [], faults: [`${file} line ${line}: not a CSV table: ${message}`] };
  }
}

function faultsOfHeader(file: string, header: readonly string[]): readonly string[] {
  const known: readonly string[] = COLUMNS;
  return [
    ...REQUIRED.filter((column) => !header.includes(column)).map((column) => `${file} line 1: no column ${column}`),
    ...header.filter((column) => !known.includes(column)).map((column) => `${file} line 1: unknown column ${column}`),
  ];
}

function placesIn(file: string, parsed: z.infer<typeof lines>): PlaceTable {
  const rows: PlaceRow[] = [];
  const faults: string[] = [];
  const first = new Map<string, number>();
  for (const { record, info } of parsed) {
    const told = Object.fromEntries(Object.entries(record).filter(([, cell]) => cell !== ''));
    const place = placeSchema.safeParse(told);
    const at = `${file} line ${info.lines}`;
    if (!place.success) {
      faults.push(...place.error.issues.map(({ path, message }) => `${at}, column ${path.join('.')}: ${message}`));
      continue;
    }
    const key = ['ward', 'bay', 'bed', 'facility'].map((part) => told[part] ?? '').join(' ');
    const before = first.get(key);
    if (before !== undefined) faults.push(`${at}: the same place stands on line ${before} already`);
    else first.set(key, info.lines);
    // The row was text; what it lacks is absent, not undefined.
    rows.push({ ward: place.data.ward, wardId: place.data.wardId, ...told });
  }
  return { rows, faults };
}
