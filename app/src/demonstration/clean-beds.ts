import { z } from 'zod';
import type { ProductGraph } from '../commands/product-graph';

/** Beds that are begun with in one round: so many cleaners does a hospital of this size have. */
export const BEGUN_AT_ONCE = 15;

const BEDS = 'query BedsToClean { hospitalBoard { wards { cells { bedId label } } } }';
const mutation = (field: string): string =>
  `mutation Clean($input: BedInput!) { ${field}(input: $input) { __typename } }`;
const BEGIN = mutation('startCleaning');
const FINISH = mutation('markBedClean');

const board = z.object({
  hospitalBoard: z.object({
    wards: z.array(z.object({ cells: z.array(z.object({ bedId: z.string(), label: z.string() })) })),
  }),
});

export interface Cleaning {
  readonly graph: ProductGraph;
  readonly newKey: () => string;
  readonly signal: AbortSignal;
}

/**
 * One round of the demonstration's cleaners: what was begun is finished, and as many beds are begun as there are cleaners. The
 * board alone says what is to be done, so a restart leaves nothing half clean; a bed that somebody was quicker with is refused,
 * which is no matter. Throws where the product cannot be asked.
 */
export async function cleanBeds({ graph, newKey, signal }: Cleaning): Promise<void> {
  const { hospitalBoard } = board.parse(await graph.execute(BEDS));
  const cells = hospitalBoard.wards.flatMap((ward) => ward.cells);
  const labelled = (told: string) => cells.filter(({ label }) => label === told);
  const work = [
    ...labelled('CLEANING').map(({ bedId }) => ({ bedId, document: FINISH })),
    ...labelled('AWAITING_CLEAN')
      .slice(0, BEGUN_AT_ONCE)
      .map(({ bedId }) => ({ bedId, document: BEGIN })),
  ];
  for (const { bedId, document } of work) {
    if (signal.aborted) return;
    await graph.execute(document, { input: { idempotencyKey: newKey(), bedId } });
  }
}
