import { join } from 'node:path';

const ERASURES = 'erasures.log';

/** Where the orders of erasures are kept beside the stores of a folder. */
export const erasuresFileIn = (folder: string): string => join(folder, ERASURES);
