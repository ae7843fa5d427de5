import { refuseHalfRestoredFolder } from '@flow/platform/engines/unfinished-restore';
import { OperatorError } from '@flow/platform/values/operator-error';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Throws OperatorError where a product's data is not in the folder, or not all of it: nobody is to begin a new one there. */
export function refuseNoData(dataDir: string): void {
  refuseHalfRestoredFolder(dataDir);
  const key = join(dataDir, 'site.key');
  if (existsSync(key)) return;
  if (existsSync(join(dataDir, 'events.db')))
    throw new OperatorError(`${key} is missing. Put back the key of this data folder; it is part of the backup.`);
  throw new OperatorError(`There is no data in ${dataDir}. Start the product first, or name its folder with DATA_DIR.`);
}
