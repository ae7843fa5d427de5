import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One malformed thing, and what becomes of it. */
export interface Row<Is> {
  readonly name: string;
  readonly is?: Is;
}

/** Rows of a table beside this file. `UPDATE_MALFORMED=1` writes what becomes of each anew: what changed is judged again. */
export function readTable(name: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, name), 'utf8'));
}

const isUpdate = (): boolean => process.env['UPDATE_MALFORMED'] === '1';

/** Compares what became of a row with what the table says, or takes it into the table. */
export function judge<Is>(row: Row<Is>, became: Is, updated: Map<string, Is>): void {
  if (isUpdate()) updated.set(row.name, became);
  else expect(became).toStrictEqual(row.is);
}

export function writeUpdated<Is>(name: string, rows: readonly Row<Is>[], updated: ReadonlyMap<string, Is>): void {
  if (!isUpdate()) return;
  const written = rows.map((row) => ({ ...row, is: updated.get(row.name) ?? row.is }));
  writeFileSync(join(__dirname, name), `${JSON.stringify(written, null, 1)}\n`);
}
