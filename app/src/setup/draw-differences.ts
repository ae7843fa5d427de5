import { visibleText } from '../commands/visible-text';
import type { Comparison, Difference, FileDifferences } from './import-part';

const SIGNS = { added: '+', changed: '~', removed: '-' } as const;

const value = (text: string | null): string => text ?? 'nothing';

function line({ code, change, fields }: Difference): string {
  const told = fields.map(({ field, was, is }) => `${field}: ${value(was)} → ${value(is)}`).join('; ');
  return visibleText(`  ${SIGNS[change]} ${code}${told === '' ? '' : `  ${told}`}`);
}

function linesOf({ file, added, changed, removed, first }: FileDifferences): string[] {
  const all = added + changed + removed;
  if (all === 0) return [];
  const more = all - first.length;
  return [
    `${file}: ${added} new, ${changed} changed, ${removed} gone`,
    ...first.map(line),
    ...(more > 0 ? [`  … and ${more} more`] : []),
  ];
}

/** File by file what is new, changed and gone; no more of it than somebody reads. */
export const drawDifferences = (comparisons: readonly Comparison[]): string[] =>
  comparisons.flatMap(({ files }) => files.flatMap(linesOf));
