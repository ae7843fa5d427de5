import { visibleText } from '../commands/visible-text';
import type { SetupFault } from './csv-table';

/** More than these nobody reads at once, and mending the first ones often mends the rest. */
const MOST = 100;

/** One line a fault, for people at a terminal. */
export function faultLines(faults: readonly SetupFault[]): readonly string[] {
  const lines = faults.slice(0, MOST).map(({ file, line, message }) => `  ${file}:${line}: ${visibleText(message)}`);
  return faults.length > MOST ? [...lines, `  and ${faults.length - MOST} more`] : lines;
}
