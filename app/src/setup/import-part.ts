import type { ProductGraph } from '../commands/product-graph';
import type { SetupFault } from './csv-table';

export interface FieldDifference {
  readonly field: string;
  readonly was: string | null;
  readonly is: string | null;
}

/** One row that is otherwise than what the product has. */
export interface Difference {
  readonly code: string;
  readonly change: 'added' | 'changed' | 'removed';
  readonly fields: readonly FieldDifference[];
}

/** What of one file is otherwise: all of it counted, and the first of it told. */
export interface FileDifferences {
  readonly file: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly first: readonly Difference[];
}

export interface Comparison {
  readonly files: readonly FileDifferences[];
  /** What the product would not take. */
  readonly faults: readonly SetupFault[];
}

/** What one service takes of a hospital's files, whole or not at all; again with the same changes nothing. */
export interface ImportPart {
  /** For people: `the estate`. */
  readonly name: string;
  compare(graph: ProductGraph): Promise<Comparison>;
  /** What was refused after all; nothing, if it is in. Throws OperatorError where the product cannot be asked. */
  apply(graph: ProductGraph): Promise<readonly SetupFault[]>;
}

export const changesIn = ({ files }: Comparison): number =>
  files.reduce((sum, { added, changed, removed }) => sum + added + changed + removed, 0);
