import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const DEMONSTRATION = join(__dirname, '..', '..', '..', 'demo', 'hospital');

/** A folder of its own, to be removed by whoever asked for it. */
export function copyOfDemonstration(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hospital-'));
  cpSync(DEMONSTRATION, folder, { recursive: true });
  return folder;
}

export function editLines(path: string, change: (lines: string[]) => void): void {
  const lines = readFileSync(path, 'utf8').split('\n');
  change(lines);
  writeFileSync(path, lines.join('\n'));
}
