import { createTurns } from '@flow/platform/running/in-turn';
import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditEntry } from '../../application/audit-entry';
import type { AuditSpool } from '../../application/spooled-trail';
import { ROLES } from '@flow/platform/security/identity';

const stored: z.ZodType<AuditEntry> = z.object({
  viewers: z.array(z.object({ user: z.string(), roles: z.array(z.enum(ROLES)), device: z.string().exactOptional() })),
  patients: z.array(z.string()),
  class: z.enum(['query', 'mutation', 'subscription']),
  operation: z.string(),
  correlationId: z.string(),
  shownAt: z.string().exactOptional(),
  breakGlass: z.array(z.string()).exactOptional(),
  nobody: z.enum(['not-found', 'refused']).exactOptional(),
});

/** The last line may have been cut off by a crash: then its answer never left. */
function entriesOf(text: string): AuditEntry[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => stored.parse(JSON.parse(line)));
}

/**
 * Entries as lines of files in one folder, on a volume that outlives the process. Nobody but this user may read them. A file
 * is written to until the next drain, and removed when the store has all of it.
 */
export function createFileSpool(folder: string, instance: string): AuditSpool {
  let generation = 0;
  const inTurn = createTurns();

  return {
    async append(entries) {
      const lines = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
      await inTurn(async () => {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        const file = await open(join(folder, `${instance}-${generation}.jsonl`), 'a', 0o600);
        try {
          await file.appendFile(lines);
          await file.datasync();
        } finally {
          await file.close();
        }
      });
    },
    async drain(write) {
      const names = await inTurn(async () => {
        generation += 1;
        return readdir(folder).catch(() => []);
      });
      for (const name of names.filter((one) => one.endsWith('.jsonl')).sort()) {
        const path = join(folder, name);
        await write(entriesOf(await readFile(path, 'utf8')));
        await rm(path);
      }
    },
  };
}
