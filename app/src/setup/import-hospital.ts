import { OperatorError } from '@flow/platform/values/operator-error';
import type { ProductGraph } from '../commands/product-graph';
import type { SetupFault } from './csv-table';
import { drawDifferences } from './draw-differences';
import { faultLines } from './fault-lines';
import { estatePart } from './import-estate';
import { placesPart } from './import-places';
import { changesIn, type ImportPart } from './import-part';
import { usersPart } from './import-users';
import { keepFiles, type ImportedFiles } from './keep-files';
import type { Hospital } from './read-hospital';

export interface Importing {
  readonly files: ImportedFiles;
  readonly dryRun: boolean;
  /** Asks whoever runs it; what is told stands above. */
  readonly confirm: (question: string) => Promise<boolean>;
  readonly say: (line: string) => void;
}

const partsOf = (hospital: Hospital): readonly ImportPart[] => [
  estatePart(hospital),
  placesPart(hospital),
  usersPart(hospital),
];

const refusedFor = (what: string, faults: readonly SetupFault[]): OperatorError =>
  new OperatorError(`${what}\n${faultLines(faults).join('\n')}`);

/**
 * Brings a product to a hospital's files: says what would be otherwise, asks, and does it. Each part is taken whole or not at
 * all, and again with the same changes nothing: after a failure, the same import completes it. Throws OperatorError for what is
 * refused, with the file and line of each. 1: whoever was asked did not
 * want it.
 */
export async function importHospital(graph: ProductGraph, hospital: Hospital, importing: Importing): Promise<0 | 1> {
  const { files, dryRun, confirm, say } = importing;
  const parts = partsOf(hospital);
  const compared = await Promise.all(parts.map(async (part) => ({ part, comparison: await part.compare(graph) })));
  const comparisons = compared.map(({ comparison }) => comparison);
  const faults = comparisons.flatMap((comparison) => comparison.faults);
  for (const line of drawDifferences(comparisons)) say(line);
  if (faults.length > 0) throw refusedFor('The product does not take this; nothing was changed:', faults);

  const changed = compared.filter(({ comparison }) => changesIn(comparison) > 0).map(({ part }) => part);
  const changes = comparisons.reduce((sum, comparison) => sum + changesIn(comparison), 0);
  if (changed.length === 0) {
    say('Nothing to change.');
    // The copy may have been lost or garbled since.
    if (!dryRun) keepFiles(files);
  } else if (dryRun) say(`A dry run: ${counted(changes)} would be made, and nothing was changed.`);
  else if (await confirm(`Make ${counted(changes)}?`)) {
    await applyAll(graph, changed, say);
    // What a later start reads is what was taken.
    keepFiles(files);
  } else {
    say('Nothing was changed.');
    return 1;
  }
  return 0;
}

const counted = (changes: number): string => (changes === 1 ? '1 change' : `${changes} changes`);

async function applyAll(graph: ProductGraph, parts: readonly ImportPart[], say: Importing['say']): Promise<void> {
  for (const [index, part] of parts.entries()) {
    const rest = parts.slice(index + 1).map(({ name }) => name);
    const isIn = parts.slice(0, index).map(({ name }) => name);
    const state = `In: ${isIn.join(', ') || 'nothing'}. Not in: ${[part.name, ...rest].join(', ')}. The same import again completes it.`;
    const faults = await part.apply(graph).catch((error: unknown) => {
      const why = error instanceof OperatorError ? error.message : 'It failed.';
      throw new OperatorError(`${part.name}: ${why} ${state}`, { cause: error });
    });
    if (faults.length > 0) throw refusedFor(`The product does not take ${part.name}. ${state}`, faults);
    say(`Taken: ${part.name}.`);
  }
}
