import { appConfig } from '@flow/app/product/app-config';
import { checkConfig } from '@flow/app/ipm/check-config';
import { loadConfig } from '@flow/platform/config/load-config';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, readTable, writeUpdated, type Row } from './table';

/** Malformed configurations, each with exactly the lines that a person gets (later versions of Node say more of JSON). */
type Lines = readonly string[];

interface PartnerFileRow extends Row<Lines> {
  readonly file: string;
  readonly text: string;
  /** Of places.csv beside it. */
  readonly map?: string;
}

interface EnvironmentRow extends Row<Lines> {
  readonly env: Readonly<Record<string, string>>;
}

describe('malformed files of partners', () => {
  const table = 'partner-files.json';
  const rows = readTable(table) as readonly PartnerFileRow[];
  const updated = new Map<string, Lines>();
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'flow-malformed-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  afterAll(() => writeUpdated(table, rows, updated));

  it.each(rows.map((row) => [row.name, row] as const))('%s', async (_, row) => {
    const file = join(folder, row.file);
    writeFileSync(file, row.text);
    if (row.map !== undefined) writeFileSync(join(folder, 'places.csv'), row.map);
    const { lines } = await checkConfig([file]);
    judge(
      row,
      lines.map((line) =>
        line
          .replaceAll(`${folder}/`, '')
          .replace(/version [0-9a-f]{12}/, 'version #')
          .replace(/ \(line \d+ column \d+\)$/, ''),
      ),
      updated,
    );
  });
});

describe('malformed environments', () => {
  const table = 'environments.json';
  const rows = readTable(table) as readonly EnvironmentRow[];
  const updated = new Map<string, Lines>();
  afterAll(() => writeUpdated(table, rows, updated));

  it.each(rows.map((row) => [row.name, row] as const))('%s', (_, row) => {
    let lines: Lines = [];
    try {
      loadConfig(appConfig, row.env);
    } catch (error) {
      lines = (error instanceof Error ? error.message : 'thrown').split('\n');
    }
    judge(row, lines, updated);
  });
});
