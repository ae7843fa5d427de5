import { copyFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';

/** Users last: whoever reads the folder meanwhile finds the wards that their scopes name. */
const FILES = ['sites.csv', 'wards.csv', 'bays.csv', 'beds.csv', 'location-map.csv', 'users.csv'];

export interface ImportedFiles {
  readonly from: string;
  /** In the data folder: what the demonstration reads, and a start whose stores know no estate or no users yet. */
  readonly kept: string;
}

/** Each is copied beside and renamed. */
export function keepFiles({ from, kept }: ImportedFiles): void {
  for (const name of FILES) copyFileSync(join(from, name), join(kept, `${name}.new`));
  for (const name of FILES) renameSync(join(kept, `${name}.new`), join(kept, name));
}
