import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEngines } from './embedded-engines';
import type { Engines } from './engines';
import type { HostileOptions } from './hostility';
import { openEnginesElsewhere, readElsewhere } from './testing-elsewhere';

/** FLOW_HOSTILE=1 runs every test on hostile engines; the number is the seed. */
export function hostileByEnvironment(): HostileOptions | undefined {
  const seed = Number(process.env['FLOW_HOSTILE'] ?? 0);
  return seed > 0 ? { seed } : undefined;
}

/**
 * Embedded engines in a fresh folder, which goes when they are closed. `hostile: false` asks for plain ones in any case. With
 * FLOW_ENGINES, engines of other processes that nobody has used.
 */
export async function openTestEngines(options: { readonly hostile?: HostileOptions | false } = {}): Promise<Engines> {
  const elsewhere = process.env['FLOW_ENGINES'];
  if (elsewhere !== undefined) return openEnginesElsewhere(readElsewhere(elsewhere));
  const { hostile = hostileByEnvironment() } = options;
  const folder = await mkdtemp(join(tmpdir(), 'flow-engines-'));
  const engines = await openEmbeddedEngines({ folder, hostile: hostile === false ? undefined : hostile });
  return {
    ...engines,
    async close() {
      await engines.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
