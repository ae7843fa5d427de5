import { OperatorError } from '@flow/platform/values/operator-error';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { z } from 'zod';

const missing = z.object({ code: z.literal('ENOENT') });

function refusal(path: string): string {
  const above = dirname(path);
  return existsSync(above)
    ? `No folder can be made in ${above}. Name another place.`
    : `There is no folder ${above} to make ${basename(path)} in. Make it first, or name another place.`;
}

/**
 * The folder, for its owner alone; gives whether it was not there. The last part of its path alone is made: a typo further up is
 * to be told, and making all of it never ends on file systems that say of every name that its folder is not there.
 */
export async function makeLastFolder(folder: string): Promise<boolean> {
  if (existsSync(folder)) return false;
  try {
    await mkdir(folder, { mode: 0o700 });
    return true;
  } catch (cause) {
    if (!missing.safeParse(cause).success) throw cause;
    throw new OperatorError(refusal(resolve(folder)), { cause });
  }
}
