import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { withoutQuoteFaults } from './quoted-lines';
import { readUtf8, type Utf8Text } from './utf8-text';

/** Something wrong in a file, where, and what to do. The text names columns and codes, which hold nothing about patients. */
export interface SetupFault {
  readonly file: string;
  /** As an editor counts: the first line is 1. */
  readonly line: number;
  readonly message: string;
}

export interface Row<T> {
  readonly line: number;
  readonly value: T;
}

/** The columns of a row that hold what they may. */
export type Some<T> = { readonly [Column in keyof T]?: T[Column] | undefined };

export interface Table<T> {
  readonly file: string;
  /** Those without a fault. */
  readonly rows: readonly Row<T>[];
  /** All that have as many cells as the header: one faulty cell does not keep the others from being checked. */
  readonly cells: readonly Row<Some<T>>[];
  readonly faults: readonly SetupFault[];
  /** What its rows are called, faulty ones too, so that one fault is told once; undefined where the table cannot be read. */
  readonly codes: ReadonlySet<string> | undefined;
}

const parsedRow = z.object({
  record: z.record(z.string(), z.string().optional()),
  /** `error`: the row has more or fewer cells than the header. */
  info: z.object({ lines: z.number(), error: z.unknown() }),
});
type ParsedRow = z.infer<typeof parsedRow>;
const csvFault = z.object({ message: z.string(), lines: z.number().optional() });

/** What a row is to be: a zod object, which knows each of its columns alone as well. */
type RowShape<T> = z.ZodType<T> & { readonly shape: object; partial(): z.ZodType<Some<T>> };

const unread = (fault: SetupFault): Table<never> => ({
  ...{ file: fault.file, rows: [], cells: [] },
  ...{ faults: [fault], codes: undefined },
});

const missing = (file: string): Table<never> =>
  unread({ file, line: 1, message: 'The file cannot be read. It must stand in the folder with the others.' });

const NOT_UTF_8 =
  'This line is not UTF-8: its letters with accents would be lost. Save the file as UTF-8 (Excel: “CSV UTF-8”).';

function readText(folder: string, file: string): Utf8Text | undefined {
  try {
    return readUtf8(readFileSync(join(folder, file)));
  } catch {
    // Absent and unreadable are one fault to whoever made the folder.
    return undefined;
  }
}

/** Reads one CSV file with a header line, row by row. A row that does not fit its shape is a fault, not an exception. */
export function readTable<T>(folder: string, file: string, shape: RowShape<T>): Table<T> {
  const read = readText(folder, file);
  if (read === undefined) return missing(file);
  const notUtf8 = read.otherLines.map((line) => ({ file, line, message: NOT_UTF_8 }));
  // Without its header nothing of a table can be read, and a file of another encoding has none.
  const [first] = notUtf8;
  if (first?.line === 1) return unread(first);
  const table = tableIn(file, read.text, shape);
  return { ...table, faults: [...notUtf8, ...table.faults] };
}

function tableIn<T>(file: string, text: string, shape: RowShape<T>): Table<T> {
  const columns = Object.keys(shape.shape);
  let header: readonly string[] = [];
  const parsed: ParsedRow[] = [];
  const quoted = withoutQuoteFaults(text);
  const faults: SetupFault[] = quoted.faults.map((fault) => ({ file, ...fault }));
  const [first] = faults;
  if (first?.line === 1) return unread(first);
  try {
    parse(quoted.text, {
      ...{ bom: true, trim: true, skip_empty_lines: true, relax_column_count: true },
      columns: (names: string[]) => (header = names),
      on_record: (record: unknown, info: unknown) => void parsed.push(parsedRow.parse({ record, info })),
    });
  } catch (error) {
    const { message, lines } = csvFault.parse(error);
    faults.push({ file, line: lines ?? 1, message: `Not a CSV table: ${message}.` });
    if (header.length === 0) return { file, rows: [], cells: [], faults, codes: undefined };
  }
  const ofHeader = headerFaults(file, header, columns);
  if (ofHeader.length > 0) return { file, rows: [], cells: [], faults: [...ofHeader, ...faults], codes: undefined };
  const table = shaped(file, parsed, shape);
  // Every other row is checked; what the broken one would have been called, nobody can say.
  return faults.length === 0 ? table : { ...table, faults: [...table.faults, ...faults], codes: undefined };
}

function headerFaults(file: string, header: readonly string[], columns: readonly string[]): SetupFault[] {
  const wanted = `The columns are ${columns.join(', ')}.`;
  return [
    ...columns.filter((name) => !header.includes(name)).map((name) => `There is no column ${name}. ${wanted}`),
    ...header.filter((name) => !columns.includes(name)).map((name) => `Column ${name} is not known. ${wanted}`),
  ].map((message) => ({ file, line: 1, message }));
}

function shaped<T>(file: string, parsed: readonly ParsedRow[], shape: RowShape<T>): Table<T> {
  const rows: Row<T>[] = [];
  const cells: Row<Some<T>>[] = [];
  const faults: SetupFault[] = [];
  const some = shape.partial();
  for (const { record, info } of parsed) {
    const { lines: line } = info;
    if (info.error !== undefined) {
      faults.push({ file, line, message: UNEVEN });
      continue;
    }
    const result = shape.safeParse(record);
    if (result.success) rows.push({ line, value: result.data });
    const issues = result.success ? [] : result.error.issues;
    for (const issue of issues) faults.push({ file, line, message: sentence(issue) });
    cells.push({ line, value: some.parse(without(record, issues)) });
  }
  return { file, rows, cells, faults, codes: new Set(parsed.map(({ record }) => record['code'] ?? '')) };
}

const UNEVEN = 'The row has more or fewer cells than the header line. Correct it.';

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function without(record: ParsedRow['record'], issues: readonly Issue[]): ParsedRow['record'] {
  const faulty = new Set(issues.map(({ path }) => path[0]));
  return Object.fromEntries(Object.entries(record).filter(([column]) => !faulty.has(column)));
}

const sentence = ({ path, message }: Issue): string => `Column ${path.map(String).join('.')}: ${message}`;
