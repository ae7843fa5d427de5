import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

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

export interface Table<T> {
  readonly file: string;
  readonly rows: readonly Row<T>[];
  readonly faults: readonly SetupFault[];
  /** What its rows are called, faulty ones too, so that one fault is told once; undefined where the table cannot be read. */
  readonly codes: ReadonlySet<string> | undefined;
}

const parsedRow = z.object({ record: z.record(z.string(), z.string()), info: z.object({ lines: z.number() }) });
const csvFault = z.object({ message: z.string(), lines: z.number().optional() });

const unread = (fault: SetupFault): Table<never> => ({ file: fault.file, rows: [], faults: [fault], codes: undefined });

const missing = (file: string): Table<never> =>
  unread({ file, line: 1, message: 'The file cannot be read. It must stand in the folder with the others.' });

function readText(folder: string, file: string): string | undefined {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    // Absent and unreadable are one fault to whoever made the folder.
    return undefined;
  }
}

/** Reads one CSV file with a header line, row by row. A row that does not fit its shape is a fault, not an exception. */
export function readTable<T>(folder: string, file: string, shape: z.ZodType<T>): Table<T> {
  const text = readText(folder, file);
  if (text === undefined) return missing(file);
  try {
    const parsed: unknown = parse(text, { columns: true, info: true, bom: true, trim: true, skip_empty_lines: true });
    return shaped(file, z.array(parsedRow).parse(parsed), shape);
  } catch (error) {
    const { message, lines } = csvFault.parse(error);
    return unread({ file, line: lines ?? 1, message: `Not a CSV table: ${message}.` });
  }
}

function shaped<T>(file: string, parsed: readonly z.infer<typeof parsedRow>[], shape: z.ZodType<T>): Table<T> {
  const rows: Row<T>[] = [];
  const faults: SetupFault[] = [];
  for (const { record, info } of parsed) {
    const result = shape.safeParse(record);
    if (result.success) rows.push({ line: info.lines, value: result.data });
    else for (const issue of result.error.issues) faults.push({ file, line: info.lines, message: sentence(issue) });
  }
  return { file, rows, faults, codes: new Set(parsed.map(({ record }) => record['code'] ?? '')) };
}

const sentence = ({ path, message }: { path: readonly PropertyKey[]; message: string }): string =>
  path.length === 0 ? message : `Column ${path.map(String).join('.')}: ${message}`;
