import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { z } from 'zod';

const isThere = z.object({ code: z.enum(['ENOTEMPTY', 'EEXIST']) });

/** Makes a folder whole or not at all: beside, under a name of its own. Where another process was first, theirs stays. */
export async function madeBeside(folder: string, make: (into: string) => Promise<void>): Promise<void> {
  const beside = `${folder}.${randomUUID()}`;
  try {
    await mkdir(beside, { recursive: true });
    await make(beside);
    await rename(beside, folder);
  } catch (error) {
    if (!isThere.safeParse(error).success) throw error;
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}
