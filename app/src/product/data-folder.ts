import { refuseHalfRestoredFolder } from '@flow/platform/engines/unfinished-restore';
import { OperatorError } from '@flow/platform/values/operator-error';
import { accessSync, constants, existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

const forbidden = z.object({ code: z.enum(['EACCES', 'EPERM']) });

/** What this user may not read would look as if it were not there. */
function refuseForbidden(dataDir: string): void {
  try {
    accessSync(dataDir, constants.R_OK | constants.X_OK);
  } catch (cause) {
    if (!forbidden.safeParse(cause).success) return;
    throw new OperatorError(
      `The user ${userInfo().username} may not read ${dataDir}. Run this as the user who owns that folder.`,
      { cause },
    );
  }
}

/** Throws OperatorError where a product's data is not in the folder, or not all of it: nobody is to begin a new one there. */
export function refuseNoData(dataDir: string): void {
  refuseForbidden(dataDir);
  refuseHalfRestoredFolder(dataDir);
  const key = join(dataDir, 'site.key');
  if (existsSync(key)) return;
  if (existsSync(join(dataDir, 'events.db')))
    throw new OperatorError(`${key} is missing. Put back the key of this data folder; it is part of the backup.`);
  throw new OperatorError(`There is no data in ${dataDir}. Start the product first, or name its folder with DATA_DIR.`);
}
